import { amountTextOf } from "../platform/amount-text.ts";
import { alertSounds, soundLengthMsOf } from "./alert-sound.ts";
import { alertTitleOf } from "./alert-title-of.ts";
import type { DonationsDeps } from "./deps.ts";
import type { Donation } from "./donation.ts";
import { findSpeech } from "./make-speech.ts";
import type { PlayableClip, PlayableDonation } from "./playable-donation.ts";
import type { Settings } from "./settings.ts";

const soundGain = 0.8;

/** A paid donation as it is shown, with its speech where that was made before. */
export async function playableOf(
  deps: DonationsDeps,
  donation: Donation,
  settings: Settings,
): Promise<PlayableDonation> {
  const { seq, paid_at, amount, currency } = donation;
  if (seq === null || paid_at === null) throw new Error("Only what is paid is shown.");
  const isSpoken = donation.media_type === "TTS" && donation.message_display !== null;
  const speech = isSpoken ? await findSpeech(deps, donation) : null;
  const name = donation.donor_display ?? settings.anonymous_name;
  // A stage writes as its voice reads; the donate page shows donors the same text before they pay.
  const { language } = settings.speech;
  const amountText = amountTextOf(amount, currency, language);
  return {
    donationRef: donation.donation_ref,
    seq,
    priority: donation.tier,
    isHeld: donation.moderation_status === "PENDING",
    awaitsSpeech: isSpoken && speech === null,
    paidAtMs: Date.parse(paid_at),
    content: {
      view: {
        title: alertTitleOf(name, amountText, language),
        name,
        ...{ amount_text: amountText, amount, currency },
        message: donation.message_display ?? "",
        variant: donation.theme,
        duration_ms: donation.duration_ms,
        image: null,
      },
      audio: [...soundOf(donation.sound), ...(speech ? [speech] : [])],
      // The video is the donor's word too.
      media: donation.reject_mode === null ? mediaOf(donation, settings) : null,
    },
  };
}

function soundOf(name: string): PlayableClip[] {
  const sound = alertSounds.find((known) => known === name) ?? "none";
  const lengthMs = soundLengthMsOf(sound);
  if (lengthMs === 0) return [];
  return [{ src: `/v1/sounds/${sound}`, gain: soundGain, duration_ms: lengthMs }];
}

function mediaOf(donation: Donation, { media }: Settings): PlayableDonation["content"]["media"] {
  const { media_video_id, media_start_seconds, media_end_seconds } = donation;
  if (media_video_id === null || media_start_seconds === null || media_end_seconds === null) {
    return null;
  }
  return {
    type: "YOUTUBE",
    video_id: media_video_id,
    start_s: media_start_seconds,
    end_s: media_end_seconds,
    volume: media.volume,
  };
}
