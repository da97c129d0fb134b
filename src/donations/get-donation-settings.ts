import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { type Streamer, streamerOf } from "./streamer.ts";

/** A page with its rules, for whoever makes them. */
export async function getDonationSettings(
  deps: DonationsDeps,
  caller: Caller,
  streamerRef: Ref,
): Promise<Streamer> {
  const found = [streamerRef, actingOwnerOf(caller)];
  return streamerOf(await askDonations(deps, "donations.my_streamer", found));
}
