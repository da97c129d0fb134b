import type { Reply } from "./command.ts";
import type { Unit } from "./lanes.ts";
import type { LaneAnswer } from "./take-batch.ts";

/** What could not be decided is said of each command of the unit in the words of a refusal. */
export function repliesOf(unit: Unit, answer: LaneAnswer | undefined): readonly Reply[] {
  if (answer?.kind === "replies") return answer.replies;
  const code = codeOf(answer);
  return unit.map(() => ({ code }));
}

function codeOf(answer: LaneAnswer | undefined): string {
  if (answer?.kind === "busy") return "lane_busy";
  if (answer?.kind !== "failed") return "database_unavailable";
  // numeric_value_out_of_range and the checks of a balance: the amounts were too large to be kept.
  return ["22003", "23514"].includes(answer.state) ? "balance_out_of_range" : "internal_error";
}
