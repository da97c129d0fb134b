import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { DonationsDeps } from "./deps.ts";
import { type Donation, donationSchema, type rejectModes } from "./donation.ts";
import { presentDonation } from "./present-donation.ts";
import { runDonationCommand } from "./run-donation-command.ts";

export type JudgeDonationInput = {
  readonly write: WriteRequest;
  readonly donationRef: Ref;
  /** Null lets it be shown as it is. */
  readonly rejectMode: (typeof rejectModes)[number] | null;
};

/** Writes down a moderator's word on a donation that waits for it, and tells the stage. */
export async function judgeDonation(
  deps: DonationsDeps,
  caller: Caller,
  { write, donationRef, rejectMode }: JudgeDonationInput,
): Promise<Written<Donation>> {
  const command = { donation_ref: donationRef, reject_mode: rejectMode };
  const intent = intentOf(caller, write, "donations.judge_donation", command);
  const judged = await runDonationCommand(
    deps,
    "donations.judge_donation",
    intent,
    command,
    donationSchema,
  );
  await presentDonation(deps, judged.result);
  return judged;
}
