// What somebody who owns the tables may do to balances, holds, transactions and events, and that it is found.
import { expect, it } from "vitest";
import { expectFound, type Falsification, idOf } from "../../support/books.ts";

const balanceOf = (wallet: string) => `account_id = ${idOf(wallet)}`;

const balanceCases: readonly Falsification[] = [
  [
    "a changed balance",
    ({ payer }) =>
      `update ledger.balances set posted_credits = posted_credits + 1 where ${balanceOf(payer)}`,
    { drifted_balances: 1 },
    ({ payerAccount }) => [{ fault: "balance_drifted", account_ref: payerAccount, stripe: 0 }],
  ],
  [
    "a changed stripe of a striped account",
    () =>
      `update ledger.balances set posted_debits = posted_debits + 1
       where stripe = 2 and account_id = (select id from ledger.accounts where alias = '@world')`,
    { drifted_balances: 1 },
    () => [expect.objectContaining({ fault: "balance_drifted", stripe: 2 })],
  ],
  [
    "money on an account that nothing was posted to",
    () => "update ledger.balances set posted_credits = 5 where version = 0 and stripe = 0",
    { drifted_balances: 1 },
    () => [expect.objectContaining({ fault: "balance_drifted" })],
  ],
  [
    "a balance that is not there",
    ({ payer }) => `delete from ledger.balances where ${balanceOf(payer)}`,
    { drifted_balances: 1, drifted_holds: 1 },
    ({ payerAccount }) => [{ fault: "balance_drifted", account_ref: payerAccount, stripe: 0 }],
  ],
  [
    "a balance that is older than its last entry",
    ({ payer }) =>
      `update ledger.balances set last_entry_at = '2020-01-01Z' where ${balanceOf(payer)}`,
    { drifted_balances: 1 },
    ({ payerAccount }) => [{ fault: "balance_drifted", account_ref: payerAccount, stripe: 0 }],
  ],
  [
    "a promise that nobody made",
    ({ payee }) => `update ledger.balances set pending_debits = 1 where ${balanceOf(payee)}`,
    { drifted_holds: 1 },
    ({ payeeAccount }) => [{ fault: "holds_drifted", account_ref: payeeAccount, stripe: 0 }],
  ],
  [
    "a promise that is larger than was made",
    ({ hold }) => `update ledger.holds set amount = amount + 1 where transaction_ref = '${hold}'`,
    { drifted_holds: 2 },
    ({ payerAccount, payeeAccount }) => [
      { fault: "holds_drifted", account_ref: payerAccount, stripe: 0 },
      { fault: "holds_drifted", account_ref: payeeAccount, stripe: 0 },
    ],
  ],
];

const transactionCases: readonly Falsification[] = [
  [
    "a transaction that forgot its journal",
    ({ transaction }) =>
      `update transactions.transactions set journal_ref = null where transaction_ref = '${transaction}'`,
    { faulty_transactions: 2 },
    ({ transaction, journal }) => [
      { fault: "journal_missing", transaction_ref: transaction },
      { fault: "journal_unnamed", transaction_ref: transaction, journal_ref: journal },
    ],
  ],
  [
    "a transaction that names another's journal",
    ({ transaction, journal }) =>
      `update transactions.transactions set journal_ref = '${journal}'
       where transaction_ref <> '${transaction}' and status = 'FAILED'`,
    { faulty_transactions: 1 },
    () => [expect.objectContaining({ fault: "journal_foreign" })],
  ],
  [
    "a transaction that is gone",
    ({ transaction }) =>
      `delete from transactions.transactions where transaction_ref = '${transaction}'`,
    { faulty_transactions: 2 },
    ({ transaction }) => [{ fault: "transaction_missing", transaction_ref: transaction }],
  ],
  [
    "an event that was lost",
    ({ hold }) =>
      `delete from platform.outbox_events where aggregate_ref = '${hold}' and sequence = 1`,
    { faulty_transactions: 1 },
    ({ hold }) => [{ fault: "events_incomplete", transaction_ref: hold }],
  ],
  [
    "an event that was made up",
    ({ hold }) =>
      `update platform.outbox_events set sequence = 7 where aggregate_ref = '${hold}' and sequence = 2`,
    { faulty_transactions: 1 },
    ({ hold }) => [{ fault: "events_incomplete", transaction_ref: hold }],
  ],
  [
    "a reversal that was forgotten",
    () => "delete from transactions.transaction_reversals",
    { faulty_transactions: 1 },
    ({ reversed }) => [{ fault: "reversals_differ", transaction_ref: reversed }],
  ],
];

it.each([...balanceCases, ...transactionCases])(
  "finds %s, and says where",
  async (...falsification) => {
    await expectFound(falsification);
  },
);
