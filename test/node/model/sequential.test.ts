// The same random programs against the reference ledger and the real one, one command after the other.
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bank, openTestBank } from "../../support/bank.ts";
import { bookFaults } from "../../support/model/books.ts";
import type { Program } from "../../support/model/command.ts";
import {
  type Connections,
  type DatabaseLedgerOptions,
  openConnections,
  openDatabaseLedger,
} from "../../support/model/database-ledger.ts";
import { performStep } from "../../support/model/ledger.ts";
import { readingsOf } from "../../support/model/ledger-under-test.ts";
import { programs } from "../../support/model/programs.ts";
import { runsOf, suiteTimeoutMs } from "../../support/model/runs.ts";
import { openingState } from "../../support/model/state.ts";

const shape = {
  maxSteps: 30,
  hasControls: true,
  hasActsInChains: true,
  hasForeignGuards: !process.env.NOFG,
  hasReferences: !process.env.NOREF,
};
const laneCount = 3;

let bank: Bank;
let connections: Connections;
// Programs share one database: what one of them has spoilt is not the fault of those that shrinking tries after it.
const knownFaults = new Set<string>();

beforeAll(async () => {
  bank = await openTestBank();
  connections = await openConnections(bank, laneCount);
});
afterAll(() => connections.close());

it.each<DatabaseLedgerOptions>([{ calls: "each" }, { calls: "batched" }])(
  "answers every program as the reference does, with $calls calls",
  { timeout: suiteTimeoutMs },
  async (options) => {
    await fc.assert(
      fc.asyncProperty(programs(shape), (program) => expectAsReference(program, options)),
      runsOf(60),
    );
  },
);

async function expectAsReference(program: Program, options: DatabaseLedgerOptions): Promise<void> {
  const ledger = await openDatabaseLedger(bank, connections, program.world, options);
  const answered = await ledger.perform(program.steps);
  let state = openingState(program.world);
  const expected = program.steps.flatMap((step) => {
    const performed = performStep(state, step);
    state = performed.state;
    return performed.outcomes;
  });
  expect(answered).toEqual(expected);
  expect(await ledger.read()).toEqual(readingsOf(state));
  await expectGoodBooks();
}

async function expectGoodBooks(): Promise<void> {
  const faults = await bookFaults(connections.owner);
  const fresh = faults.filter((fault) => !knownFaults.has(fault));
  for (const fault of fresh) knownFaults.add(fault);
  expect(fresh).toEqual([]);
}
