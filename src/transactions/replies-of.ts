import { tooLargeState } from "./batch-failure.ts";
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
  return answer.state === tooLargeState ? "balance_out_of_range" : "internal_error";
}
