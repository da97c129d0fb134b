import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import {
  type Donation,
  donationSchema,
  type moderationStatuses,
  type playbackOutcomes,
} from "./donation.ts";

export type DonationFilters = {
  readonly streamer_ref?: Ref | undefined;
  readonly moderation_status?: (typeof moderationStatuses)[number] | undefined;
  readonly playback?: "WAITING" | (typeof playbackOutcomes)[number] | undefined;
};

export type ListDonationsInput = {
  readonly filters: DonationFilters;
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "donations";
const rowsSchema = z.array(donationSchema);

/** Lists paid donations, newest first: their own for a streamer, everybody's for who acts for everybody. */
export async function listDonations(
  deps: DonationsDeps,
  caller: Caller,
  { filters, limit, cursor }: ListDonationsInput,
): Promise<Page<Donation>> {
  const owner = actingOwnerOf(caller);
  // Whose list it is belongs to the cursor, or one owner's cursor would open another's page.
  const bound = { ...filters, acting_owner: owner };
  const before = deps.cursors.open(listName, bound, cursor);
  const asked = [owner, JSON.stringify(filters), before, limit + 1];
  const rows = rowsSchema.parse(await askDonations(deps, "donations.donations_of", asked));
  return pageOf(rows, limit, ({ donation_ref }) =>
    deps.cursors.seal(listName, bound, donation_ref),
  );
}
