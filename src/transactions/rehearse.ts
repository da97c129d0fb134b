import { platformProblem } from "../platform/errors.ts";
import { rehearse as rehearseOnce } from "./apply-batch.ts";
import { batchFailureOf, isWorthSplitting, pauseOf, tooLargeState } from "./batch-failure.ts";
import type { Command, Reply } from "./command.ts";
import type { TransactionsDeps } from "./deps.ts";

/** Answers what a command would be answered. Whoever takes a name at this very moment is asked again, as a lane would. */
export async function rehearse(
  deps: TransactionsDeps,
  lane: number,
  command: Command,
): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rehearseOnce(deps, lane, command);
    } catch (error) {
      const failure = batchFailureOf(error);
      if (failure.state === tooLargeState) return { code: "balance_out_of_range" };
      if (failure.kind !== "conflict") throw error;
      if (isWorthSplitting(failure, attempt)) throw inTheWay();
      await new Promise((resolve) => setTimeout(resolve, pauseOf(failure, attempt)));
    }
  }
}

function inTheWay() {
  return platformProblem(
    "concurrent_request",
    "Another request was in the way; nothing was done. Send it again.",
    {},
    { "Retry-After": "1" },
  );
}
