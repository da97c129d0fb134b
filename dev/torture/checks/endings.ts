// What ends once: promises, what may be taken back of a transaction, and chains.
import { type History, operationsOf, type Request } from "../history.ts";
import type { RecordedTransaction, Truth } from "../truth.ts";

/** Captured, given back and reversed add up to no more than there was, and an end is an end. */
export function endingFaults(history: History, truth: Truth): string[] {
  const asked = new Map(operationsOf(history).map(({ key, requests }) => [key, requests[0]]));
  const acts = [...truth.transactions.values()].filter(
    ({ originalRef, isRefused }) => originalRef !== null && !isRefused,
  );
  return [...Map.groupBy(acts, ({ originalRef }) => originalRef ?? "")].flatMap(([ref, done]) => {
    const original = truth.transactions.get(ref);
    if (!original) return [`${ref} was acted on and is not there.`];
    return [...excessOf(original, done), ...endsTwice(original, done, asked)];
  });
}

function excessOf(original: RecordedTransaction, done: readonly RecordedTransaction[]): string[] {
  const sumOf = (type: string) =>
    done.filter((act) => act.type === type).reduce((sum, { amount }) => sum + amount, 0n);
  return [
    ...(sumOf("CAPTURE") > original.amount
      ? [`More of ${original.ref} was captured than was promised.`]
      : []),
    ...(sumOf("REVERSAL") > original.amount
      ? [`More of ${original.ref} was reversed than there was.`]
      : []),
  ];
}

function endsTwice(
  { ref, isHold, amount }: RecordedTransaction,
  done: readonly RecordedTransaction[],
  asked: ReadonlyMap<string, Request | undefined>,
): string[] {
  if (!isHold) return [];
  const ends = done.filter((act) => {
    const request = asked.get(act.key ?? "");
    return request?.kind === "void" || (request?.kind === "capture" && request.isFinal);
  });
  const captured = done.reduce((sum, act) => sum + (act.type === "CAPTURE" ? act.amount : 0n), 0n);
  const isVoidedWhole = done.some(({ type }) => type === "VOID") && captured === amount;
  return ends.length > 1 || isVoidedWhole ? [`The hold ${ref} ended more than once.`] : [];
}

/** Chained requests share their fate, in what was answered and in the record. */
export function chainFaults(history: History, truth: Truth): string[] {
  const applied = new Set(
    [...truth.transactions.values()].filter(({ isRefused }) => !isRefused).map(({ key }) => key),
  );
  const chained = operationsOf(history).filter(({ chain }) => chain !== null);
  return [...Map.groupBy(chained, ({ chain }) => chain ?? "")].flatMap(([chain, members]) => {
    const fates = new Set(
      members.map(({ reply }) => reply.kind).filter((kind) => kind !== "unknown"),
    );
    const done = members.filter(({ key }) => applied.has(key)).length;
    return fates.size > 1 || (done > 0 && done < members.length)
      ? [`The chain ${chain} was applied in part.`]
      : [];
  });
}
