// What somebody who owns the tables may do to entries and journals, and that it is found.
import { expect, it } from "vitest";
import { expectFound, type Falsification, idOf } from "../../support/books.ts";

const entryOf = (wallet: string, version: number) =>
  `account_id = ${idOf(wallet)} and account_version = ${version}`;
const falsifications: readonly Falsification[] = [
  [
    "a changed amount",
    ({ payer }) => `update ledger.entries set amount = amount + 1 where ${entryOf(payer, 3)}`,
    { imbalanced_journals: 1, broken_chains: 1, drifted_balances: 1 },
    ({ payerAccount, journal }) => [
      { fault: "journal_imbalanced", journal_ref: journal },
      { fault: "balance_drifted", account_ref: payerAccount, stripe: 0 },
      {
        fault: "chain_broken",
        account_ref: payerAccount,
        stripe: 0,
        version: 3,
        journal_ref: journal,
      },
    ],
  ],
  [
    "a turned direction",
    ({ payer }) => `update ledger.entries set direction = 'DEBIT' where ${entryOf(payer, 3)}`,
    { imbalanced_journals: 1, broken_chains: 1, drifted_balances: 1 },
    ({ journal }) => [{ fault: "journal_imbalanced", journal_ref: journal }],
  ],
  [
    "a deleted entry",
    ({ payer }) => `delete from ledger.entries where ${entryOf(payer, 3)}`,
    { imbalanced_journals: 1, version_gaps: 1, broken_chains: 1, drifted_balances: 1 },
    ({ payerAccount, journal }) => [
      expect.objectContaining({ fault: "version_gap", account_ref: payerAccount, version: 4 }),
      { fault: "journal_imbalanced", journal_ref: journal },
    ],
  ],
  [
    "a deleted first entry",
    ({ payer }) => `delete from ledger.entries where ${entryOf(payer, 1)}`,
    { imbalanced_journals: 1, version_gaps: 1, broken_chains: 1, drifted_balances: 1 },
    ({ payerAccount }) => [expect.objectContaining({ account_ref: payerAccount, version: 2 })],
  ],
  [
    "a deleted last entry",
    ({ payee }) =>
      `delete from ledger.entries where account_id = ${idOf(payee)} and account_version =
         (select version from ledger.balances where account_id = ${idOf(payee)})`,
    { imbalanced_journals: 1, drifted_balances: 1 },
    ({ payeeAccount }) => [{ fault: "balance_drifted", account_ref: payeeAccount, stripe: 0 }],
  ],
  [
    "a changed balance_after",
    ({ payer }) =>
      `update ledger.entries set balance_after = balance_after + 1 where ${entryOf(payer, 3)}`,
    { broken_chains: 2 },
    ({ payerAccount }) => [
      expect.objectContaining({ fault: "chain_broken", account_ref: payerAccount, version: 3 }),
      expect.objectContaining({ fault: "chain_broken", account_ref: payerAccount, version: 4 }),
    ],
  ],
  [
    "a shifted version",
    ({ payee }) =>
      `update ledger.entries set account_version = account_version + 1000 where account_id = ${idOf(payee)}
         and account_version > 10`,
    { version_gaps: 1, drifted_balances: 1 },
    ({ payeeAccount }) => [
      expect.objectContaining({ fault: "version_gap", account_ref: payeeAccount, version: 1011 }),
    ],
  ],
  [
    "an entry in another currency",
    ({ payer }) => `update ledger.entries set currency = 'USD' where ${entryOf(payer, 3)}`,
    { foreign_currencies: 1, imbalanced_journals: 1 },
    ({ payerAccount }) => [
      expect.objectContaining({ fault: "currency_foreign", account_ref: payerAccount, version: 3 }),
    ],
  ],
  [
    "two swapped moments",
    ({ payer }) =>
      `update ledger.entries set recorded_at = case account_version
         when 1 then (select recorded_at from ledger.entries where ${entryOf(payer, 3)})
         else (select recorded_at from ledger.entries where ${entryOf(payer, 1)}) end
       where account_id = ${idOf(payer)} and account_version in (1, 3)`,
    { backward_times: 2, misdated_entries: 2 },
    ({ payerAccount, journal }) => [
      expect.objectContaining({ fault: "time_backward", account_ref: payerAccount, version: 2 }),
      { fault: "entry_misdated", journal_ref: journal },
    ],
  ],
  [
    "an entry that takes effect at another time than its journal",
    ({ payer }) =>
      `update ledger.entries set effective_at = '2020-01-01Z' where ${entryOf(payer, 3)}`,
    { misdated_entries: 1 },
    ({ journal }) => [{ fault: "entry_misdated", journal_ref: journal }],
  ],
  [
    "a deleted journal",
    ({ journal }) => `delete from ledger.journals where journal_ref = '${journal}'`,
    { orphan_entries: 2, faulty_transactions: 1 },
    ({ journal, transaction }) => [
      { fault: "entry_orphaned", journal_ref: journal },
      { fault: "journal_missing", transaction_ref: transaction },
    ],
  ],
  [
    "an entry of no account",
    ({ payer }) => `update ledger.entries set account_id = uuidv7() where ${entryOf(payer, 3)}`,
    { orphan_entries: 1, version_gaps: 1, broken_chains: 1, drifted_balances: 1 },
    ({ journal }) => [{ fault: "entry_orphaned", journal_ref: journal }],
  ],
  [
    "a journal without entries",
    ({ journal }) => `delete from ledger.entries where journal_ref = '${journal}'`,
    // The other side was the only entry of its stripe.
    { imbalanced_journals: 1, version_gaps: 1, broken_chains: 1, drifted_balances: 2 },
    ({ journal }) => [{ fault: "journal_imbalanced", journal_ref: journal }],
  ],
];

it.each(falsifications)("finds %s, and says where", async (...falsification) => {
  await expectFound(falsification);
});
