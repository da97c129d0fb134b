// Whether what happened at once can be told as one thing after the other.
import { isDeepStrictEqual } from "node:util";
import type { Outcome, Step } from "./command.ts";
import { performStep } from "./ledger.ts";
import type { LedgerState } from "./state.ts";

/** A step as its client saw it. */
export type Seen = {
  readonly step: Step;
  readonly outcomes: readonly Outcome[];
  readonly invokedAtMs: number;
  readonly returnedAtMs: number;
};

/**
 * Looks for an order of all steps in which the reference answers each of them as it was answered, to the last balance and
 * version. Each client's steps stay in their order, and a step that began after another had returned stays after it.
 * Answers the state that the order ends in, or undefined when there is no such order.
 */
export function explain(
  before: LedgerState,
  clients: readonly (readonly Seen[])[],
): LedgerState | undefined {
  const pending = clients.filter((steps) => steps.length > 0);
  if (pending.length === 0) return before;
  const nexts = pending.flatMap(([next]) => (next ? [next] : []));
  for (const [place, next] of nexts.entries()) {
    if (nexts.some(({ returnedAtMs }) => returnedAtMs < next.invokedAtMs)) continue;
    const { state, outcomes } = performStep(before, next.step);
    if (!isDeepStrictEqual(outcomes, next.outcomes)) continue;
    const rest = pending.map((steps, index) => (index === place ? steps.slice(1) : steps));
    const end = explain(state, rest);
    if (end) return end;
  }
  return undefined;
}
