import type { DonationsDeps } from "./deps.ts";
import type { DonationBody, QuoteBody } from "./donation-body.ts";
import { type DonationQuote, donationQuote } from "./donation-quote.ts";
import { planDonation } from "./plan-donation.ts";
import { readPage } from "./read-page.ts";

export type QuoteDonationInput = {
  readonly slug: string;
  readonly body: QuoteBody | DonationBody;
  /** The address of the network that it is asked from, where it is known. */
  readonly ip: string | null;
};

/** Says what a donation would cost, give and look like. Nothing is kept. */
export async function quoteDonation(
  deps: DonationsDeps,
  { slug, body, ip }: QuoteDonationInput,
): Promise<DonationQuote> {
  if (ip !== null) await deps.limits.take("donation_quote_ip", ip);
  const { streamer } = await readPage(deps, slug);
  const planned = await planDonation(deps, streamer, body, ip);
  const fees = await deps.charges.feesOf(streamer.streamer_ref, planned.money);
  return donationQuote(planned, fees);
}
