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

// Commands with long descriptions and metadata fill a statement before they are many.
const maxBatchLetters = 2_000_000;

/** Takes the next batch from the front of a queue: as many units as fit, and never a part of one. */
export function takeBatch(queue: WaitingUnit[]): WaitingUnit[] {
  const refs = new Set<string>();
  const claims = new Set<string>();
  let letters = 0;
  const end = queue.findIndex(({ unit }, place) => {
    letters += unit.text.length;
    const commands = refs.size + unit.refs.length;
    const isTooMuch = commands > maxBatchCommands || letters > maxBatchLetters;
    if ((place > 0 && isTooMuch) || isRepetition(unit, refs, claims)) return true;
    for (const claim of unit.claims) claims.add(claim);
    for (const ref of unit.refs) refs.add(ref);
    return false;
  });
  return queue.splice(0, end < 0 ? queue.length : end);
}

function isRepetition(
  unit: PackedUnit,
  refs: ReadonlySet<string>,
  claims: ReadonlySet<string>,
): boolean {
  // A command that is sent again while it still waits is told from its repetition by the next batch.
  if (unit.refs.some((ref) => refs.has(ref))) return true;
  // A chain breaks with a repetition of what was refused, and one batch cannot tell whether it will be.
  return unit.refs.length > 1 && unit.claims.some((claim) => claims.has(claim));
}
