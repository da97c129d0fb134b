import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { type Fault, type FaultKind, openNeonProxy } from "../../../dev/neon-proxy.ts";
import { Problem } from "../../../src/platform/problem.ts";
import { servicesOf } from "../../../src/services.ts";
import { directLanes, type TransactionsService } from "../../../src/transactions/index.ts";
import { configFor, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { groupLanes } from "../../support/group-lanes.ts";
import { newRef } from "../../support/refs.ts";

const bank = await openTestBank();
const { hostname: host, port } = new URL(inject("testStack").ownerUrl);
const proxy = await openNeonProxy({
  port: 0,
  database: { host, port: Number.parseInt(port, 10) },
  faults: { seed: 7 },
});
const config = configFor(bank.appUrl, proxy.url);

beforeEach(() => proxy.faults?.disarm());
afterAll(() => proxy.close());

const matching = "transactions.";
const arm = (...faults: readonly Fault[]) => {
  for (const fault of faults) proxy.faults?.arm({ matching, ...fault });
};

const struck = (kind: FaultKind) => proxy.faults?.report().struck[kind] ?? 0;

/** Sends one thing under one key until it is answered, as a client must. */
async function send(
  { transfer }: TransactionsService,
  from: string,
  to: string,
  key = newRef(),
): Promise<string> {
  const body = {
    source_wallet_ref: from,
    destination_wallet_ref: to,
    amount: "3",
    currency: "IDR",
  };
  for (;;) {
    try {
      const done = await transfer(operator, { manner: { write: write(key) }, body });
      return done.result.transaction_ref;
    } catch (error) {
      // Anything else than "send it again" is a wrong answer to a transfer that is in order.
      if (!(error instanceof Problem) || error.entry.status !== 503) throw error;
    }
  }
}

async function openFunded(transactions: TransactionsService): Promise<[string, string]> {
  const [from, to] = [await bank.openWallet(), await bank.openWallet()];
  await transactions.topUp(operator, {
    manner: { write: write() },
    body: { wallet_ref: from.wallet_ref, amount: "1000000", currency: "IDR" },
  });
  return [from.wallet_ref, to.wallet_ref];
}

/** The transactions that have brought money to a wallet, each as often as it did. */
async function receivedBy(wallet: string): Promise<string[]> {
  const rows = await queryAs<{ ref: string }>(
    bank.ownerUrl,
    `select transaction_ref as ref
     from ledger.entries join ledger.journals using (journal_ref)
     where account_id = (select id from ledger.accounts where owner_ref = $1)
     order by account_version`,
    [wallet],
  );
  return rows.map(({ ref }) => ref);
}

describe.each([
  ["each by itself", directLanes],
  ["gathered in one lane", groupLanes],
  ["gathered in four lanes", (database) => groupLanes(database, 4)],
] as const satisfies [string, Parameters<typeof servicesOf>[1]][])(
  "commands %s",
  (_how, lanesOf) => {
    const { transactions } = servicesOf(config, lanesOf);

    it.each([["cut-before-statement"], ["cut-after-commit"], ["answer-500"], ["delay"]] as const)(
      "are acknowledged once and done once when the first tries end with %s",
      async (kind) => {
        const [from, to] = await openFunded(transactions);
        const before = struck(kind);
        arm({ kind, times: 3, delayMs: 50 });
        const ref = await send(transactions, from, to);

        expect(await receivedBy(to)).toEqual([ref]);
        expect(struck(kind)).toBeGreaterThan(before);
      },
    );

    it("are done once each through a storm of every fault, also when their clients repeat themselves", async () => {
      const [from, to] = await openFunded(transactions);
      arm(
        { kind: "delay", probability: 0.2, delayMs: 30 },
        { kind: "answer-500", probability: 0.15 },
        { kind: "cut-before-statement", probability: 0.15 },
        { kind: "cut-after-commit", probability: 0.3 },
      );
      const keys = Array.from({ length: 80 }, () => newRef());
      const twice = keys.flatMap((key) => [key, key]);
      const refs = await Promise.all(twice.map((key) => send(transactions, from, to, key)));

      expect(new Set(refs).size).toBe(keys.length);
      expect((await receivedBy(to)).toSorted()).toEqual([...new Set(refs)].toSorted());
      proxy.faults?.disarm();
      const again = await Promise.all(twice.map((key) => send(transactions, from, to, key)));
      expect(again).toEqual(refs);
    });
  },
);

it("leaves books that balance", async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});
