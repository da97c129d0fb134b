import type { LaneAnswer } from "./lane-answer.ts";
import type { PackedUnit } from "./packed-unit.ts";

/** A unit that waits for its batch, and its sender who waits for it. */
export type WaitingUnit = {
  readonly unit: PackedUnit;
  readonly since: number;
  readonly answer: (answer: LaneAnswer) => void;
};

// Long enough to spread a batch's cost, and short enough for the next one to begin soon.
const maxBatchCommands = 500;

/** Takes the next batch from the front of a queue: as many units as fit, and never a part of one. */
export function takeBatch(queue: WaitingUnit[]): WaitingUnit[] {
  const refs = new Set<string>();
  const claims = new Set<string>();
  let commands = 0;
  let taken = 0;
  for (const { unit } of queue) {
    const count = unit.refs.length;
    if (commands > 0 && commands + count > maxBatchCommands) break;
    // A command that is sent again while it still waits is told from its repetition by the next batch.
    if (unit.refs.some((ref) => refs.has(ref))) break;
    // A chain breaks with a repetition of what was refused, and one batch cannot tell whether it will be.
    if (count > 1 && unit.claims.some((claim) => claims.has(claim))) break;
    for (const claim of unit.claims) claims.add(claim);
    for (const ref of unit.refs) refs.add(ref);
    commands += count;
    taken += 1;
  }
  return queue.splice(0, taken);
}
