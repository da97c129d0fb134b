import type { Reply } from "./command.ts";
import type { Unit } from "./lanes.ts";

/** What a unit's sender is told. `replies` and `failed` are final; the others leave it to be sent again. */
export type LaneAnswer =
  | { readonly kind: "replies"; readonly replies: readonly Reply[] }
  | { readonly kind: "busy" }
  | { readonly kind: "unknown" }
  | { readonly kind: "failed"; readonly state: string };

/** A unit that waits for its batch, and its sender who waits for it. */
export type WaitingUnit = {
  readonly unit: Unit;
  readonly since: number;
  readonly answer: (answer: LaneAnswer) => void;
};

// Long enough to spread a batch's cost, and short enough for the next one to begin soon.
const maxBatchCommands = 500;

/** Takes the next batch from the front of a queue: as many units as fit, and never a part of one. */
export function takeBatch(queue: WaitingUnit[]): WaitingUnit[] {
  const refs = new Set<string>();
  const keys = new Set<string>();
  let commands = 0;
  let taken = 0;
  for (const { unit } of queue) {
    if (commands > 0 && commands + unit.length > maxBatchCommands) break;
    // A command that is sent again while it still waits is told from its repetition by the next batch.
    const named = unit.map((command) => command.transaction_ref);
    if (named.some((ref) => refs.has(ref))) break;
    // A chain breaks with a repetition of what was refused, and one batch cannot tell whether it will be.
    const claimed = unit.map(({ scope, key }) => `${scope} ${key}`);
    if (unit.length > 1 && claimed.some((key) => keys.has(key))) break;
    for (const key of claimed) keys.add(key);
    for (const ref of named) refs.add(ref);
    commands += unit.length;
    taken += 1;
  }
  return queue.splice(0, taken);
}
