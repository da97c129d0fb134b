import type { Caller } from "../platform/caller.ts";
import type { Written } from "../platform/intent.ts";
import type { DonationsDeps } from "./deps.ts";
import type { Donation, rejectModes } from "./donation.ts";
import { type JudgeDonationInput, judgeDonation } from "./judge-donation.ts";

export type RejectDonationInput = Pick<JudgeDonationInput, "write" | "donationRef"> & {
  readonly mode: (typeof rejectModes)[number];
};

/** Lets a donation not be shown, or without its name and words. The money stays where it is. */
export async function rejectDonation(
  deps: DonationsDeps,
  caller: Caller,
  { mode, ...input }: RejectDonationInput,
): Promise<Written<Donation>> {
  return judgeDonation(deps, caller, { ...input, rejectMode: mode });
}
