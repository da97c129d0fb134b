import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationProblem } from "./errors.ts";
import { type Timer, timerSchema } from "./timer.ts";

/** The countdown of a streamer. */
export async function getTimer(
  deps: DonationsDeps,
  caller: Caller,
  streamerRef: Ref,
): Promise<Timer> {
  const asked = [streamerRef, actingOwnerOf(caller)];
  const found = await askDonations(deps, "donations.timer_of", asked);
  if (found === null) throw donationProblem("timer_not_found", "No countdown was set.");
  return timerSchema.parse(found);
}
