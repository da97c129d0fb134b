import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";
import { type Goal, goalSchema } from "./goal.ts";
import { type GoalTexts, goalAmounts } from "./goal-amounts.ts";
import { runDonationCommand } from "./run-donation-command.ts";
import { showWidgets } from "./show-widgets.ts";

export type UpdateGoalInput = {
  readonly write: WriteRequest;
  readonly goalRef: Ref;
  readonly title?: string | undefined;
  readonly amounts: GoalTexts;
  readonly isEnded: boolean;
};

/** Changes what is collected for, or ends it. What was given stays counted. */
export async function updateGoal(
  deps: DonationsDeps,
  caller: Caller,
  { write, goalRef, title, amounts, isEnded }: UpdateGoalInput,
): Promise<Written<Goal>> {
  const asked = [goalRef, actingOwnerOf(caller)];
  const currency = z.string().parse(await askDonations(deps, "donations.currency_of_goal", asked));
  const command = {
    goal_ref: goalRef,
    title,
    ...goalAmounts(currency, amounts),
    is_ended: isEnded,
  };
  const intent = intentOf(caller, write, "donations.update_goal", command);
  const updated = await runDonationCommand(
    deps,
    "donations.update_goal",
    intent,
    command,
    goalSchema,
  );
  const goal = updated.result;
  // One that has ended is in no list of what is shown, so whoever shows it is told of its end by itself.
  const ended = { widget: "goal", id: goal.goal_ref, rev: goal.version, data: goal } as const;
  await showWidgets(deps, goal.streamer_ref, goal.ended_at === null ? [] : [ended]);
  return updated;
}
