import { databaseErrorOf } from "../platform/database.ts";
import type { Command, Reply } from "./command.ts";
import type { Unit } from "./lanes.ts";
import { type LaneAnswer, takeBatch, type WaitingUnit } from "./take-batch.ts";

export type GroupCommitDeps = {
  /** Applies a batch in one round trip; sent again, it answers the same. */
  readonly apply: (commands: readonly Command[]) => Promise<readonly Reply[]>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** Told of every batch that could not be applied at once. */
  readonly report: (event: string, fields: Readonly<Record<string, unknown>>) => void;
};

export type GroupCommit = {
  readonly submit: (units: readonly Unit[]) => Promise<LaneAnswer[]>;
};

/** More than this waiting is answered "busy" at once: whoever waits longer than they would is served by nobody. */
export const maxWaitingCommands = 10_000;
/** A sender is told after this long that nothing is known yet, while the lane goes on asking. */
const patienceMs = 10_000;
const shortestPauseMs = 20;
const longestPauseMs = 2_000;
const conflictsBeforeSplit = 8;
const timeoutsBeforeSplit = 2;

/** Gathers commands while a batch is on its way, and sends what has gathered as the next batch. No timer is involved. */
export function createGroupCommit(deps: GroupCommitDeps): GroupCommit {
  const queue: WaitingUnit[] = [];
  let waitingCommands = 0;
  let isFlushing = false;

  async function flush(): Promise<void> {
    if (isFlushing) return;
    isFlushing = true;
    try {
      while (queue.length > 0) await settle(deps, takeBatch(queue), queue);
    } finally {
      isFlushing = false;
    }
  }

  return {
    submit: (units) => {
      const answers = units.map((unit) => {
        if (waitingCommands + unit.length > maxWaitingCommands) {
          return Promise.resolve<LaneAnswer>({ kind: "busy" });
        }
        waitingCommands += unit.length;
        return new Promise<LaneAnswer>((resolve) => {
          let isAnswered = false;
          const answer = (given: LaneAnswer): void => {
            if (isAnswered) return;
            isAnswered = true;
            waitingCommands -= unit.length;
            resolve(given);
          };
          queue.push({ unit, since: deps.now(), answer });
        });
      });
      void flush();
      return Promise.all(answers);
    },
  };
}

/** Sends a batch until it is known what became of each of its units. */
async function settle(
  deps: GroupCommitDeps,
  batch: readonly WaitingUnit[],
  queue: WaitingUnit[],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      distribute(batch, await deps.apply(batch.flatMap(({ unit }) => unit)));
      return;
    } catch (error) {
      const failure = failureOf(error);
      deps.report("lane_batch_failed", { ...failure, attempt, units: batch.length });
      if (isWorthSplitting(failure, attempt)) {
        await settleApart(deps, batch, queue, failure);
        return;
      }
      answerOverdue(deps, batch, queue);
      await deps.sleep(pauseOf(failure, attempt));
    }
  }
}

/** One unit that cannot be applied must not keep the others: halves are tried until it stands alone. */
async function settleApart(
  deps: GroupCommitDeps,
  batch: readonly WaitingUnit[],
  queue: WaitingUnit[],
  failure: Failure,
): Promise<void> {
  const [only] = batch;
  if (only && batch.length === 1) {
    only.answer(
      failure.kind === "bug" ? { kind: "failed", state: failure.state } : { kind: "unknown" },
    );
    return;
  }
  const middle = Math.ceil(batch.length / 2);
  await settle(deps, batch.slice(0, middle), queue);
  await settle(deps, batch.slice(middle), queue);
}

function distribute(batch: readonly WaitingUnit[], replies: readonly Reply[]): void {
  let taken = 0;
  for (const { unit, answer } of batch) {
    answer({ kind: "replies", replies: replies.slice(taken, taken + unit.length) });
    taken += unit.length;
  }
}

type Failure = { readonly kind: "conflict" | "timeout" | "away" | "bug"; readonly state: string };

/** Somebody in the way, a batch too large for its time, a database that is not there, or a fault of ours. */
function failureOf(error: unknown): Failure {
  const cause = databaseErrorOf(error);
  if (!cause) return { kind: isNetwork(error) ? "away" : "bug", state: String(error) };
  const state = cause.code ?? "";
  // Another batch has claimed a key or a reference meanwhile; sent again, this one finds it.
  if (["23505", "40001", "40P01", "55P03"].includes(state)) return { kind: "conflict", state };
  if (state === "57014" || state === "25P04") return { kind: "timeout", state };
  if (state === "" || /^(08|28|57P|53)/.test(state)) return { kind: "away", state };
  return { kind: "bug", state };
}

/** An aborted or broken request: what became of it is not known. */
function isNetwork(error: unknown): boolean {
  return error instanceof Error && ["AbortError", "TimeoutError", "TypeError"].includes(error.name);
}

function isWorthSplitting({ kind }: Failure, attempt: number): boolean {
  if (kind === "bug") return true;
  if (kind === "conflict") return attempt >= conflictsBeforeSplit;
  return kind === "timeout" && attempt >= timeoutsBeforeSplit;
}

function pauseOf({ kind }: Failure, attempt: number): number {
  if (kind === "conflict") return attempt;
  return Math.min(shortestPauseMs * 2 ** (attempt - 1), longestPauseMs);
}

/** Who has waited long enough is told so: of a sent unit nothing is known, of a queued one that nothing was done. */
function answerOverdue(
  deps: GroupCommitDeps,
  batch: readonly WaitingUnit[],
  queue: WaitingUnit[],
): void {
  const limit = deps.now() - patienceMs;
  for (const { since, answer } of batch) if (since < limit) answer({ kind: "unknown" });
  const overdue = queue.findIndex(({ since }) => since >= limit);
  for (const { answer } of queue.splice(0, overdue < 0 ? queue.length : overdue)) {
    answer({ kind: "busy" });
  }
}
