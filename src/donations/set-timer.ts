import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { describeAmountFault, parsePositiveAmount } from "../platform/money.ts";
import { validationProblem } from "../platform/validation.ts";
import type { DonationsDeps } from "./deps.ts";
import { getDonationSettings } from "./get-donation-settings.ts";
import { runDonationCommand } from "./run-donation-command.ts";
import { showWidgets } from "./show-widgets.ts";
import { type Timer, timerSchema } from "./timer.ts";

export type SetTimerInput = {
  readonly write: WriteRequest;
  readonly streamerRef: Ref;
  readonly unitAmount: string;
  readonly secondsPerUnit: number;
  /** Left out, it is what was left. */
  readonly remainingSeconds?: number | undefined;
  readonly addSeconds: number;
  readonly isRunning: boolean;
  readonly latestEndAt: string | null;
};

/** Sets a streamer's countdown: its price, what is left of it, and whether it runs from now or stands. */
export async function setTimer(
  deps: DonationsDeps,
  caller: Caller,
  input: SetTimerInput,
): Promise<Written<Timer>> {
  const { write, streamerRef } = input;
  const { currency } = await getDonationSettings(deps, caller, streamerRef);
  const unit = parsePositiveAmount(input.unitAmount, currency);
  if (typeof unit !== "bigint") {
    const message = describeAmountFault(unit, currency);
    throw validationProblem([{ in: "body", pointer: "/unit_amount", message }]);
  }
  const command = {
    streamer_ref: streamerRef,
    unit_amount: unit.toString(),
    seconds_per_unit: input.secondsPerUnit,
    remaining_seconds: input.remainingSeconds,
    add_seconds: input.addSeconds,
    is_running: input.isRunning,
    latest_end_at: input.latestEndAt,
  };
  const intent = intentOf(caller, write, "donations.set_timer", command);
  const set = await runDonationCommand(deps, "donations.set_timer", intent, command, timerSchema);
  await showWidgets(deps, streamerRef);
  return set;
}
