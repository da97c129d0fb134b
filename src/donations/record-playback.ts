import { z } from "zod";
import type { Ref } from "../platform/ids.ts";
import type { DonationsDeps } from "./deps.ts";
import type { playbackOutcomes } from "./donation.ts";
import { runDonationCommand } from "./run-donation-command.ts";
import { systemIntent } from "./system-intent.ts";

/** What became of a donation on the stage. */
export type PlaybackEnd = {
  readonly donationRef: Ref;
  readonly outcome: (typeof playbackOutcomes)[number];
  readonly reason: string | null;
  readonly endedAtMs: number;
};

/** Writes down what became of a donation, unless something is written already. */
export async function recordPlayback(deps: DonationsDeps, end: PlaybackEnd): Promise<void> {
  const command = {
    donation_ref: end.donationRef,
    outcome: end.outcome,
    reason: end.reason,
    ended_at: new Date(end.endedAtMs).toISOString(),
  };
  const intent = systemIntent(deps, "donations.record_playback");
  const name = "donations.record_playback";
  await runDonationCommand(deps, name, intent, command, z.unknown());
}
