import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { DonationsDeps } from "./deps.ts";
import { getDonationSettings } from "./get-donation-settings.ts";
import { type Goal, goalSchema } from "./goal.ts";
import { type GoalTexts, goalAmounts } from "./goal-amounts.ts";
import { runDonationCommand } from "./run-donation-command.ts";
import { showWidgets } from "./show-widgets.ts";

export type CreateGoalInput = {
  readonly write: WriteRequest;
  readonly streamerRef: Ref;
  readonly title: string;
  readonly amounts: GoalTexts;
};

/** Begins to collect for something. Only what is given from now on counts. */
export async function createGoal(
  deps: DonationsDeps,
  caller: Caller,
  { write, streamerRef, title, amounts }: CreateGoalInput,
): Promise<Written<Goal>> {
  const { currency } = await getDonationSettings(deps, caller, streamerRef);
  const command = { streamer_ref: streamerRef, title, ...goalAmounts(currency, amounts) };
  const intent = intentOf(caller, write, "donations.create_goal", command);
  const created = await runDonationCommand(
    deps,
    "donations.create_goal",
    intent,
    { ...command, goal_ref: write.newRef() },
    goalSchema,
  );
  await showWidgets(deps, streamerRef);
  return created;
}
