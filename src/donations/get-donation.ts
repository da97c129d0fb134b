import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { type Donation, donationSchema } from "./donation.ts";

/** One donation, for its streamer. */
export async function getDonation(
  deps: DonationsDeps,
  caller: Caller,
  donationRef: Ref,
): Promise<Donation> {
  const wanted = [donationRef, actingOwnerOf(caller)];
  return donationSchema.parse(await askDonations(deps, "donations.donation_for", wanted));
}
