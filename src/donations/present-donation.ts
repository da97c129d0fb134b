import { log } from "../platform/log.ts";
import type { DonationsDeps } from "./deps.ts";
import type { Donation } from "./donation.ts";
import { makeSpeech } from "./make-speech.ts";
import { playableOf } from "./playable-of.ts";
import { readSettings } from "./read-settings.ts";

/**
 * Tells the stage of a donation, and then gives it the speech that it waits for. What fails here fails nothing: the
 * donation is written down, and whoever looks for what waits tells the stage again.
 */
export async function presentDonation(
  deps: DonationsDeps,
  donation: Donation,
  { maySpeak } = { maySpeak: true },
): Promise<void> {
  const { donation_ref: donationRef, streamer_ref: streamerRef } = donation;
  try {
    if (donation.playback_outcome !== null) {
      if (donation.playback_outcome === "REJECTED" || donation.playback_outcome === "REFUNDED") {
        await deps.stage.withdraw(streamerRef, donationRef, donation.playback_outcome);
      }
      return;
    }
    const playable = await playableOf(deps, donation, await readSettings(deps, streamerRef));
    const awaitsSpeech = playable.awaitsSpeech && maySpeak;
    await deps.stage.enqueue(streamerRef, { ...playable, awaitsSpeech });
    if (!awaitsSpeech) return;
    await deps.stage.addSpeech(streamerRef, donationRef, await makeSpeech(deps, donation));
  } catch (error) {
    log("error", "stage_not_told", { donation_ref: donationRef, reason: String(error) });
  }
}
