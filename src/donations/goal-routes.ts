import { type Routes, reply, replyWritten } from "../platform/routes.ts";
import type { DonationsEnv } from "./donations-env.ts";
import {
  createGoalEndpoint,
  getTimerEndpoint,
  listGoalsEndpoint,
  setTimerEndpoint,
  updateGoalEndpoint,
} from "./goal-endpoints.ts";

/** What a streamer collects for, and the countdown that donations lengthen. */
export function addGoalRoutes(routes: Routes<DonationsEnv>): Routes<DonationsEnv> {
  return routes
    .on(listGoalsEndpoint, async (c, { caller, params }) =>
      reply(listGoalsEndpoint, 200, { data: await c.var.donations.listGoals(caller, params.ref) }),
    )
    .on(createGoalEndpoint, async (c, { caller, write, params, body }) => {
      const { title, ...amounts } = body;
      const input = { write, streamerRef: params.ref, title, amounts };
      return replyWritten(createGoalEndpoint, 201, await c.var.donations.createGoal(caller, input));
    })
    .on(updateGoalEndpoint, async (c, { caller, write, params, body }) => {
      const { title, is_ended: isEnded, ...amounts } = body;
      const input = { write, goalRef: params.ref, title, amounts, isEnded };
      return replyWritten(updateGoalEndpoint, 200, await c.var.donations.updateGoal(caller, input));
    })
    .on(getTimerEndpoint, async (c, { caller, params }) =>
      reply(getTimerEndpoint, 200, await c.var.donations.getTimer(caller, params.ref)),
    )
    .on(setTimerEndpoint, async (c, { caller, write, params, body }) => {
      const set = await c.var.donations.setTimer(caller, {
        write,
        streamerRef: params.ref,
        unitAmount: body.unit_amount,
        secondsPerUnit: body.seconds_per_unit,
        remainingSeconds: body.remaining_seconds,
        addSeconds: body.add_seconds,
        isRunning: body.is_running,
        latestEndAt: body.latest_end_at,
      });
      return replyWritten(setTimerEndpoint, 200, set);
    });
}
