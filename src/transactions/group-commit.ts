import type { LaneAnswer } from "./lane-answer.ts";
import type { PackedUnit } from "./packed-unit.ts";
import { type SettleDeps, settleBatch } from "./settle-batch.ts";
import { takeBatch, type WaitingUnit } from "./take-batch.ts";

export type GroupCommit = {
  readonly submit: (units: readonly PackedUnit[]) => Promise<LaneAnswer[]>;
};

/** More than this waiting is answered "busy" at once: whoever waits longer than they would is served by nobody. */
export const maxWaitingCommands = 10_000;

// An object has 128 MB for itself, and a text takes two bytes a letter in the worst case.
export const maxWaitingLetters = 16_000_000;

/** Gathers commands while a batch is on its way, and sends what has gathered as the next batch. No timer is involved. */
export function createGroupCommit(deps: SettleDeps): GroupCommit {
  const queue: WaitingUnit[] = [];
  // Who sends again what is still on its way waits for the same answer.
  const pending = new Map<string, Promise<LaneAnswer>>();
  let waitingCommands = 0;
  let waitingLetters = 0;
  let isFlushing = false;

  async function flush(): Promise<void> {
    if (isFlushing) return;
    isFlushing = true;
    try {
      while (queue.length > 0) await settleBatch(deps, takeBatch(queue), queue);
    } finally {
      isFlushing = false;
    }
  }

  return {
    submit: (units) => {
      const answers = units.map((unit) => {
        const count = unit.refs.length;
        const [first = ""] = unit.refs;
        const known = pending.get(first);
        if (known) return known;
        const letters = unit.text.length;
        if (
          waitingCommands + count > maxWaitingCommands ||
          waitingLetters + letters > maxWaitingLetters
        ) {
          return Promise.resolve<LaneAnswer>({ kind: "busy" });
        }
        waitingCommands += count;
        waitingLetters += letters;
        const promised = new Promise<LaneAnswer>((resolve) => {
          let isAnswered = false;
          const answer = (given: LaneAnswer): void => {
            if (isAnswered) return;
            isAnswered = true;
            waitingCommands -= count;
            waitingLetters -= letters;
            pending.delete(first);
            resolve(given);
          };
          queue.push({ unit, since: deps.now(), answer });
        });
        pending.set(first, promised);
        return promised;
      });
      void flush();
      return Promise.all(answers);
    },
  };
}
