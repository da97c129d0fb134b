import { z } from "zod";
import type { Ref } from "../platform/ids.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationSchema } from "./donation.ts";
import type { Unplayed } from "./playable-donation.ts";
import { playableOf } from "./playable-of.ts";
import { readSettings } from "./read-settings.ts";

// More than a stream shows in an evening; the rest is asked for again when these have been shown.
const mostItems = 200;
const rowsSchema = z.array(donationSchema);

/** What a streamer's stage still has to show, in the order of payment: what a lost queue is made of again. */
export async function listUnplayed(deps: DonationsDeps, streamerRef: Ref): Promise<Unplayed> {
  const asked = [streamerRef, mostItems + 1];
  const rows = rowsSchema.parse(await askDonations(deps, "donations.unplayed_of", asked));
  if (rows.length === 0) return { items: [], isWhole: true };
  const settings = await readSettings(deps, streamerRef);
  const shown = rows.slice(0, mostItems);
  const items = await Promise.all(shown.map((donation) => playableOf(deps, donation, settings)));
  return { items, isWhole: rows.length <= mostItems };
}
