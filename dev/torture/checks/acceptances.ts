// What was accepted to be done later: in the end it is there, as it was promised and as it was told.
import { type Attempt, attemptsByKey, type History, isAnswer, type Outcome } from "../history.ts";
import type { RecordedTransaction, Truth } from "../truth.ts";

/** Nothing that was accepted is forgotten, and what a client read of it is what happened. */
export function acceptanceFaults(history: History, truth: Truth): string[] {
  const recorded = new Map(
    [...truth.transactions.values()].map((transaction) => [transaction.key, transaction]),
  );
  const kept = [...attemptsByKey(history)].flatMap(([key, attempts]) =>
    promiseFaults(key, attempts, recorded.get(key)),
  );
  const read = history.outcomes.flatMap((outcome) =>
    outcomeFaults(outcome, recorded.get(outcome.key)),
  );
  return [...kept, ...new Set(read)];
}

function promiseFaults(
  key: string,
  attempts: readonly Attempt[],
  recorded: RecordedTransaction | undefined,
): string[] {
  const promised = attempts.flatMap(({ reply }) =>
    reply.kind === "accepted" ? [reply.transactionRef] : [],
  );
  const [first] = promised;
  if (first === undefined) return [];
  if (!recorded) return [`${key} was accepted as ${first} and is lost.`];
  // Whoever answered at once, or said nothing, may have done it under a ref of its own.
  const isAllPromised = attempts.every(
    ({ reply }) => reply.kind === "accepted" || (reply.kind === "refused" && !isAnswer(reply)),
  );
  return isAllPromised && !promised.includes(recorded.ref)
    ? [`${key} was accepted as ${promised.join(" and ")} and done as ${recorded.ref}.`]
    : [];
}

function outcomeFaults(
  { key, refusal, transactionRef }: Outcome,
  recorded: RecordedTransaction | undefined,
): string[] {
  if (!recorded) return [`${key} was read as ${transactionRef} and is not there.`];
  const wrongRef =
    recorded.ref === transactionRef
      ? []
      : [`${key} was read as ${transactionRef} and stands as ${recorded.ref}.`];
  if (refusal === null && recorded.isRefused) {
    return [...wrongRef, `${key} was read as done and was refused.`];
  }
  return refusal !== null && !recorded.isRefused
    ? [...wrongRef, `${key} was read as refused (${refusal}) and was done.`]
    : wrongRef;
}
