import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { type Goal, goalSchema } from "./goal.ts";

const goalsSchema = z.array(goalSchema);

/** What a streamer collects for, and what they collected for last. */
export async function listGoals(
  deps: DonationsDeps,
  caller: Caller,
  streamerRef: Ref,
): Promise<Goal[]> {
  const asked = [streamerRef, actingOwnerOf(caller)];
  return goalsSchema.parse(await askDonations(deps, "donations.goals_of", asked));
}
