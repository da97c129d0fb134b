import { type History, operationsOf } from "./history.ts";

export type Run = {
  readonly seed: number;
  readonly history: History;
  readonly faults: readonly string[];
  readonly broken: ReadonlyMap<string, number>;
  readonly ms: number;
};

const shownFaults = 50;

/** Prints what was asked, answered and broken, and the verdict. */
export function printReport({ seed, history, faults, broken, ms }: Run): void {
  const operations = operationsOf(history);
  const countOf = (kind: string) => operations.filter(({ reply }) => reply.kind === kind).length;
  const doubted = new Set(
    history.attempts.filter(({ reply }) => reply.kind === "unknown").map(({ key }) => key),
  );
  const resolved = operations.filter(
    ({ key, reply }) => doubted.has(key) && reply.kind !== "unknown",
  );
  const accepted = history.attempts.flatMap(({ key, reply }) =>
    reply.kind === "accepted" ? [key] : [],
  );
  const rows: (readonly [string, number])[] = [
    ["operations", operations.length],
    ["attempts", history.attempts.length],
    ["acknowledged", countOf("ok")],
    ["refused", countOf("refused")],
    ["unknown, and resolved by repeating", resolved.length],
    ["unknown to the end", countOf("unknown")],
    ["accepted for later", new Set(accepted).size],
    [
      "... of which somebody read the outcome",
      new Set(history.outcomes.map(({ key }) => key)).size,
    ],
    ["... of which nobody asked any more", countOf("accepted")],
    ["balances looked at", history.looks.length],
    ["whole readings", history.reads.length],
    ...[...broken].toSorted(([a], [b]) => a.localeCompare(b)),
  ];
  console.log(`\nSeed ${seed}, ${Math.round(ms / 1_000)} s`);
  for (const [name, count] of rows) console.log(`  ${`${count}`.padStart(9)}  ${name}`);
  for (const fault of faults.slice(0, shownFaults)) console.log(`  WRONG  ${fault}`);
  if (faults.length > shownFaults) console.log(`  ... and ${faults.length - shownFaults} more`);
  console.log(
    faults.length === 0
      ? "Verdict: nothing acknowledged is lost, nothing happened twice, and the books balance."
      : `Verdict: ${faults.length} things are wrong.`,
  );
}
