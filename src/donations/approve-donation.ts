import type { Caller } from "../platform/caller.ts";
import type { Written } from "../platform/intent.ts";
import type { DonationsDeps } from "./deps.ts";
import type { Donation } from "./donation.ts";
import { type JudgeDonationInput, judgeDonation } from "./judge-donation.ts";

export type ApproveDonationInput = Pick<JudgeDonationInput, "write" | "donationRef">;

/** Lets a donation be shown that waits for a moderator. */
export async function approveDonation(
  deps: DonationsDeps,
  caller: Caller,
  input: ApproveDonationInput,
): Promise<Written<Donation>> {
  return judgeDonation(deps, caller, { ...input, rejectMode: null });
}
