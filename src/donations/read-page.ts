import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationProblem } from "./errors.ts";
import { type Streamer, streamerOf } from "./streamer.ts";

export type Page = { readonly streamer: Streamer; readonly stored: unknown };

/** Somebody looks at a page: from an address of the network, where it is known. */
export type PageLook = { readonly slug: string; readonly ip: string | null };

/** The page for whoever passes by, who has no account to be counted by. */
export async function lookAtPage(deps: DonationsDeps, { slug, ip }: PageLook): Promise<Page> {
  if (ip !== null) await deps.limits.take("donation_page_ip", ip);
  return readPage(deps, slug);
}

/** The page at an address, with its rules, for whatever is asked on it. */
export async function readPage(deps: DonationsDeps, slug: string): Promise<Page> {
  const stored = await askDonations(deps, "donations.streamer_at", [slug]);
  if (stored === null) {
    throw donationProblem("streamer_not_found", "Nobody takes donations at this address.");
  }
  return { streamer: streamerOf(stored), stored };
}
