// Random programs that several clients perform at once, each on a lane and a connection of its own. Whatever they were
// answered must have an order in which the reference ledger answers the same.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bank, openTestBank } from "../../support/bank.ts";
import { bookFaults } from "../../support/model/books.ts";
import { isMove, type Outcome, type Program, type Step } from "../../support/model/command.ts";
import {
  batchesOf,
  type Connections,
  type DatabaseLedger,
  type DatabaseLedgerOptions,
  openConnections,
  openDatabaseLedger,
} from "../../support/model/database-ledger.ts";
import { describeProgram } from "../../support/model/describe.ts";
import { explain, type Seen } from "../../support/model/explain.ts";
import { performStep } from "../../support/model/ledger.ts";
import { readingsOf } from "../../support/model/ledger-under-test.ts";
import { programs } from "../../support/model/programs.ts";
import { runsOf, suiteTimeoutMs } from "../../support/model/runs.ts";
import { type LedgerState, openingState } from "../../support/model/state.ts";

const clientCount = 3;
const concurrentSteps = 18;
const shape = {
  maxSteps: 30,
  hasControls: false,
  hasActsInChains: true,
  hasForeignGuards: false,
  hasReferences: true,
  hasMissingOriginals: true,
};

let bank: Bank;
let connections: Connections;
// Programs share one database: what one of them has spoilt is not the fault of those that shrinking tries after it.
const knownFaults = new Set<string>();

beforeAll(async () => {
  bank = await openTestBank();
  connections = await openConnections(bank, clientCount);
});
afterAll(() => connections.close());

describe("clients at once", () => {
  it.each<DatabaseLedgerOptions>([{ calls: "each" }, { calls: "batched" }])(
    "are answered as if they had come one after the other, with $calls calls",
    { timeout: suiteTimeoutMs },
    async (options) => {
      await fc.assert(
        fc.asyncProperty(programs(shape), (program) => expectExplained(program, options)),
        runsOf(40),
      );
    },
  );
});

async function expectExplained(program: Program, options: DatabaseLedgerOptions): Promise<void> {
  const ledger = await openDatabaseLedger(bank, connections, program.world, options);
  const alone = program.steps.slice(0, -concurrentSteps);
  const together = program.steps.slice(-concurrentSteps);
  await ledger.perform(alone);
  const before = alone.reduce<LedgerState>(
    (state, step) => performStep(state, step).state,
    openingState(program.world),
  );

  const parts = Array.from({ length: clientCount }, (_none, client) =>
    together.filter((_step, index) => index % clientCount === client),
  );
  const seen = await Promise.all(
    parts.map((steps, lane) => performOnLane(ledger, steps, lane, options)),
  );

  const after = explain(before, seen);
  if (!after) throw new Error(`No order explains this:\n${describeSeen(program, seen)}`);
  expect(await ledger.read()).toEqual(readingsOf(after));
  const faults = (await bookFaults(connections.owner)).filter((fault) => !knownFaults.has(fault));
  for (const fault of faults) knownFaults.add(fault);
  expect(faults).toEqual([]);
}

async function performOnLane(
  ledger: DatabaseLedger,
  steps: readonly Step[],
  lane: number,
  { calls }: DatabaseLedgerOptions,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const { steps: wanted } of moneyBatchesOf(steps, calls)) {
    const possible = wanted.filter((step) => isPossible(ledger, step));
    for (const batch of moneyBatchesOf(possible, calls)) {
      const invokedAtMs = performance.now();
      const outcomes = await ledger.apply(batch.commands, lane);
      seen.push(...seenOf(batch.steps, outcomes, invokedAtMs, performance.now()));
    }
  }
  return seen;
}

function moneyBatchesOf(steps: readonly Step[], calls: DatabaseLedgerOptions["calls"]) {
  return batchesOf(steps, calls).flatMap((batch) => (batch.kind === "money" ? [batch] : []));
}

/** Nobody acts on a transaction before somebody has been told that it is there. */
function isPossible(ledger: DatabaseLedger, step: Step): boolean {
  return (
    step.kind === "money" &&
    step.commands.every(
      (command) =>
        isMove(command) || command.original === "nothing" || ledger.isTold(command.original),
    )
  );
}

/** What one call answered, step by step. */
function seenOf(
  steps: readonly Step[],
  outcomes: readonly Outcome[],
  invokedAtMs: number,
  returnedAtMs: number,
): Seen[] {
  let place = 0;
  return steps.map((step) => {
    const count = step.kind === "money" ? step.commands.length : 0;
    place += count;
    return { step, outcomes: outcomes.slice(place - count, place), invokedAtMs, returnedAtMs };
  });
}

function describeSeen({ world }: Program, clients: readonly (readonly Seen[])[]): string {
  const told = (outcome: Outcome) =>
    JSON.stringify(outcome, (_name, value: unknown) =>
      typeof value === "bigint" ? `${value}` : value,
    );
  return clients
    .flatMap((seen, client) =>
      seen.map(({ step, outcomes, invokedAtMs, returnedAtMs }) => {
        const words = describeProgram({ world, steps: [step] })
          .split("\n")
          .at(-1);
        const when = `${Math.round(invokedAtMs)} to ${Math.round(returnedAtMs)} ms`;
        return `client ${client}, ${when}: ${words} -> ${outcomes.map(told).join(" ")}`;
      }),
    )
    .join("\n");
}
