import { type BatchFailure, batchFailureOf, isWorthSplitting, pauseOf } from "./batch-failure.ts";
import type { PackedUnit } from "./packed-unit.ts";
import type { WaitingUnit } from "./take-batch.ts";

export type SettleDeps = {
  /** Applies a batch in one round trip; sent again, it answers the same. */
  readonly apply: (units: readonly PackedUnit[]) => Promise<readonly string[]>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** Told of every batch that could not be applied at once. */
  readonly report: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Whether the database is still asked when nobody waits for the answer any more. It is unless this is false. */
  readonly isTireless?: boolean;
};

/** A part of a batch that is sent as one. */
type Piece = {
  readonly units: readonly WaitingUnit[];
  readonly attempt: number;
  /** Whether an earlier attempt may have been done without our hearing of it. */
  readonly mayBeDone: boolean;
};

/** A sender is told after this long that nothing is known yet. */
const patienceMs = 10_000;

/** Sends a batch until it is known what became of each of its units. */
export async function settleBatch(
  deps: SettleDeps,
  batch: readonly WaitingUnit[],
  queue: WaitingUnit[],
): Promise<void> {
  const pieces: Piece[] = [{ units: batch, attempt: 1, mayBeDone: false }];
  for (let piece = pieces.pop(); piece; piece = pieces.pop()) {
    try {
      distribute(piece.units, await deps.apply(piece.units.map(({ unit }) => unit)));
    } catch (error) {
      const { attempt } = piece;
      const failure = batchFailureOf(error);
      deps.report("lane_batch_failed", { ...failure, attempt, units: piece.units.length });
      pieces.push(...piecesAfter(piece, failure));
      const limit = deps.now() - patienceMs;
      answerOverdue(limit, pieces, queue);
      if (deps.isTireless === false && !isAwaited(limit, pieces)) return;
      if (!isWorthSplitting(failure, attempt)) await deps.sleep(pauseOf(failure, attempt));
    }
  }
}

/** What is left to send: the same again, or its halves, until a unit that cannot be applied stands alone. */
function piecesAfter(piece: Piece, failure: BatchFailure): Piece[] {
  const { units, attempt } = piece;
  const mayBeDone = piece.mayBeDone || failure.kind === "away" || failure.kind === "unclear";
  if (!isWorthSplitting(failure, attempt)) return [{ units, attempt: attempt + 1, mayBeDone }];
  const [only] = units;
  if (only && units.length === 1) {
    const isFinal = failure.kind === "bug" && !mayBeDone;
    only.answer(isFinal ? { kind: "failed", state: failure.state } : { kind: "unknown" });
    return [];
  }
  const middle = Math.ceil(units.length / 2);
  // The last is the next to be sent.
  return [units.slice(middle), units.slice(0, middle)].map((half) => ({
    units: half,
    attempt: 1,
    mayBeDone,
  }));
}

function distribute(units: readonly WaitingUnit[], replies: readonly string[]): void {
  let taken = 0;
  for (const { unit, answer } of units) {
    const count = unit.refs.length;
    answer({ kind: "replies", replies: replies.slice(taken, taken + count) });
    taken += count;
  }
}

/** Who has waited long enough is told so: of a sent unit nothing is known, of a queued one that nothing was done. */
function answerOverdue(limit: number, pieces: readonly Piece[], queue: WaitingUnit[]): void {
  for (const { units } of pieces) {
    for (const { since, answer } of units) if (since < limit) answer({ kind: "unknown" });
  }
  const inTime = queue.findIndex(({ since }) => since >= limit);
  for (const { answer } of queue.splice(0, inTime < 0 ? queue.length : inTime)) {
    answer({ kind: "busy" });
  }
}

function isAwaited(limit: number, pieces: readonly Piece[]): boolean {
  return pieces.some(({ units }) => units.some(({ since }) => since >= limit));
}
