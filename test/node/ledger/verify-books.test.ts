import { setTimeout } from "node:timers/promises";
import { Client } from "pg";
import { expect, it } from "vitest";
import {
  type Books,
  falsify,
  nothingWrong,
  openBooks,
  verifyInSlices,
} from "../../support/books.ts";
import { applyCommands } from "../../support/commands.ts";
import { queryAs } from "../../support/database.ts";

it("says that right books are right, and how much it read", async () => {
  const { bank } = await openBooks();

  const integrity = await bank.ledger.verifyBooks();

  expect(integrity).toEqual({
    checked_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    ok: true,
    accounts: 4,
    entries: 94,
    journals: 47,
    transactions: 49,
    ...nothingWrong,
    horizon_lag_ms: expect.any(Number),
    faults: [],
  });
});

it("says that empty books are right", async () => {
  const { bank } = await openBooks();
  await falsify(
    { bank } as Books,
    "truncate ledger.journals, ledger.entries, ledger.holds, ledger.balances",
  );
  await queryAs(bank.ownerUrl, "delete from ledger.accounts");
  await falsify(
    { bank } as Books,
    "truncate transactions.transactions, transactions.transaction_reversals",
  );
  await queryAs(bank.ownerUrl, "delete from platform.outbox_events");

  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true, accounts: 0, entries: 0 });
});

it.each([2, 7, 100])("answers the same in slices of %i", async (limit) => {
  const books = await openBooks();
  const sorted = async (size: number) => {
    const {
      checked_at: _at,
      horizon_lag_ms: _lag,
      faults,
      ...counts
    } = await verifyInSlices(books, size);
    return { ...counts, faults: faults.map((fault) => JSON.stringify(fault)).sort() };
  };
  expect(await sorted(limit)).toEqual(await sorted(20_000));

  await falsify(
    books,
    `update ledger.entries set amount = amount + 1 where account_version % 11 = 0;
     update ledger.entries set account_id = uuidv7() where account_version = 5;
     delete from ledger.journals where journal_ref = '${books.journal}';
     update transactions.transactions set version = 9 where transaction_ref = '${books.hold}'`,
  );
  const found = await sorted(20_000);
  expect(found.ok).toBe(false);
  const { faults: _faults, ...counts } = await sorted(limit);
  expect(found).toMatchObject(counts);
});

it("takes nothing for a fault that is posted while it reads", async () => {
  const books = await openBooks();
  let isDone = false;
  const post = async (lane: number) => {
    while (!isDone) {
      const sides = { source_wallet_ref: books.payer, destination_wallet_ref: books.payee };
      await applyCommands(
        books.bank.appUrl,
        [
          { type: "TOPUP", amount: 5, destination_wallet_ref: books.payer },
          { type: "TRANSFER", amount: 2, ...sides },
          { type: "TRANSFER", amount: 1, is_hold: true, ...sides },
        ],
        lane,
      );
    }
  };
  const posting = Promise.all([post(0), post(1)]);
  try {
    for (const limit of [10, 50]) {
      expect(await verifyInSlices(books, limit)).toMatchObject({ ok: true, faults: [] });
    }
  } finally {
    isDone = true;
    await posting;
  }
  expect((await books.bank.ledger.verifyBooks()).entries).toBeGreaterThan(100);
});

it("tells how long an open transaction has been hiding events from their readers", async () => {
  const { bank, payer } = await openBooks();
  const forgotten = new Client({ connectionString: bank.ownerUrl });
  await forgotten.connect();
  try {
    await forgotten.query("begin; select pg_current_xact_id()");
    await applyCommands(bank.appUrl, [{ type: "TOPUP", amount: 1, destination_wallet_ref: payer }]);
    await setTimeout(100);
    expect((await bank.ledger.verifyBooks()).horizon_lag_ms).toBeGreaterThanOrEqual(100);
  } finally {
    await forgotten.end();
  }
});
