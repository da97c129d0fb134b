import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { type Donation, donationSchema } from "./donation.ts";
import { donationProblem } from "./errors.ts";
import { type DonationState, unpaidReasons } from "./promised-donation.ts";

export type GetDonationStateInput = { readonly donationRef: string; readonly token: string };

/** What became of a donation, for the donor who holds its token. */
export async function getDonationState(
  deps: DonationsDeps,
  { donationRef, token }: GetDonationStateInput,
): Promise<DonationState> {
  // Before the database is asked: who has no token learns nothing, not even by how long it takes.
  if (!deps.tickets.mayWatch(donationRef, token)) {
    const fields = { donation_ref: donationRef };
    throw donationProblem(
      "donation_not_found",
      "There is no such donation for this token.",
      fields,
    );
  }
  const found = await askDonations(deps, "donations.donation_for", [donationRef, null]);
  const donation = donationSchema.parse(found);
  return {
    donation_ref: donation.donation_ref,
    ...(await stateOf(deps, donation)),
    amount: donation.amount,
    currency: donation.currency,
    paid_at: donation.paid_at,
    played_at: donation.played_at,
  };
}

async function stateOf(
  deps: DonationsDeps,
  donation: Donation,
): Promise<Pick<DonationState, "state" | "unpaid_because">> {
  if (donation.refunded_at !== null) return { state: "REFUNDED", unpaid_because: null };
  if (donation.paid_at !== null) return { state: paidStateOf(donation), unpaid_because: null };
  const charge = await deps.charges.find(donation.charge_ref);
  const reason = unpaidReasons.find((status) => status === charge?.status) ?? null;
  return { state: reason ? "NOT_PAID" : "AWAITING_PAYMENT", unpaid_because: reason };
}

function paidStateOf({ playback_outcome, moderation_status }: Donation): DonationState["state"] {
  if (playback_outcome === "PLAYED") return "SHOWN";
  if (playback_outcome !== null) return "NOT_SHOWN";
  return moderation_status === "PENDING" ? "IN_REVIEW" : "PAID";
}
