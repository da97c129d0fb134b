// The same random programs against the reference ledger and the real one, one command after the other.
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bank, openTestBank } from "../../support/bank.ts";
import { bookFaults } from "../../support/model/books.ts";
import type { Move, Program, Step } from "../../support/model/command.ts";
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
  hasForeignGuards: false,
  hasReferences: true,
  hasMissingOriginals: true,
};
const laneCount = 3;
const eachCall = { calls: "each" } as const;

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

// What chance finds too seldom: nobody has touched the wallet that promised since the promise ran out.
const plain = { currency: "IDR", overdraft: 0n, limits: [] };
const limited = { direction: "CREDIT", period: "DAY", amount: 10n } as const;
const forgotten: Step[] = [
  { kind: "money", commands: [move("topup", "fund", null, "A", 10n)] },
  { kind: "money", commands: [{ ...move("hold", "promise", "A", "B", 10n), expiresAtHour: 1 }] },
  { kind: "wait", hours: 2 },
];

it("lets a wallet close to which a promise has run out", async () => {
  const world = { wallets: { A: plain, B: plain } };
  await expectAsReference(
    { world, steps: [...forgotten, { kind: "close", wallet: "B" }] },
    eachCall,
  );
});

it("gives back to the payee's limit what was promised and has run out", async () => {
  const world = { wallets: { A: plain, B: { ...plain, limits: [limited] } } };
  const paid = { kind: "money", commands: [move("topup", "late", null, "B", 10n)] } as const;
  await expectAsReference({ world, steps: [...forgotten, paid] }, eachCall);
});

it("breaks a chain of which one link's key was used for something else", async () => {
  const world = { wallets: { A: plain, B: plain } };
  const used = { kind: "money", commands: [move("topup", "used", null, "A", 10n)] } as const;
  const links = [move("topup", "used", null, "A", 11n), move("topup", "new", null, "B", 5n)];
  await expectAsReference({ world, steps: [used, { kind: "money", commands: links }] }, eachCall);
});

function move(
  kind: Move["kind"],
  key: string,
  from: string | null,
  to: string | null,
  amount: bigint,
): Move {
  const nothing = { expiresAtHour: null, reference: null, guards: [] };
  return { kind, key, from, to, amount, currency: "IDR", ...nothing };
}

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
