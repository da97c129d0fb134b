// Books that have seen everything that moves money, and ways to falsify them past every rule.

import { expect } from "vitest";
import { callFunction } from "../../src/ledger/call-function.ts";
import type { Integrity } from "../../src/ledger/integrity.ts";
import { verifyBooks } from "../../src/ledger/verify-books.ts";
import { type Bank, newRef, openTestBank } from "./bank.ts";
import { applyCommands } from "./commands.ts";
import { queryAs } from "./database.ts";

export type Books = {
  readonly bank: Bank;
  /** The account that most entries belong to. */
  readonly payer: string;
  readonly payee: string;
  readonly payerAccount: string;
  readonly payeeAccount: string;
  /** The journal of the payer's third entry, and its transaction. */
  readonly journal: string;
  readonly transaction: string;
  readonly hold: string;
  readonly reversed: string;
};

const transferCount = 40;

export async function openBooks(): Promise<Books> {
  const bank = await openTestBank();
  const [payer, payee] = [await bank.openWallet(), await bank.openWallet()].map(
    ({ wallet_ref }) => wallet_ref,
  ) as [string, string];
  await bank.openWallet();
  const [hold, reversed] = [newRef(), newRef()];
  const transfer = (amount: number) => ({
    type: "TRANSFER",
    amount,
    source_wallet_ref: payer,
    destination_wallet_ref: payee,
  });

  for (const lane of [0, 1, 2]) {
    const topUp = { type: "TOPUP", amount: 10_000, destination_wallet_ref: payer };
    await applyCommands(bank.appUrl, [topUp], lane);
  }
  await applyCommands(bank.appUrl, [
    { ...transfer(100), transaction_ref: reversed },
    { ...transfer(500), transaction_ref: hold, is_hold: true },
    ...Array.from({ length: transferCount }, (_item, index) => transfer(index + 1)),
  ]);
  await applyCommands(bank.appUrl, [
    { type: "REVERSAL", original_ref: reversed, amount: 30 },
    { type: "CAPTURE", original_ref: hold, amount: 200 },
    { ...transfer(1_000_000), reference: "too much" },
    { type: "WITHDRAWAL", amount: 50, source_wallet_ref: payee },
  ]);

  const [third] = await queryAs<{ journal: string; transaction: string }>(
    bank.ownerUrl,
    `select journal_ref as journal, transaction_ref as transaction
     from ledger.entries
     join ledger.journals using (journal_ref)
     where account_id = ${idOf(payer)} and account_version = 3`,
  );
  if (!third) throw new Error("The payer has no third entry.");
  const accountOf = async (owner: string) => {
    const text = "select account_ref from ledger.accounts where owner_ref = $1";
    const [row] = await queryAs<{ account_ref: string }>(bank.ownerUrl, text, [owner]);
    return row?.account_ref ?? "";
  };
  const [payerAccount, payeeAccount] = [await accountOf(payer), await accountOf(payee)];
  return { bank, payer, payee, payerAccount, payeeAccount, hold, reversed, ...third };
}

/** The account of a wallet, for SQL that must name it. */
export function idOf(wallet: string): string {
  return `(select id from ledger.accounts where owner_ref = '${wallet}')`;
}

const guarded = ["ledger.journals", "ledger.entries", "transactions.transactions"];

/** Changes what nobody may change, as only somebody who owns the tables can: with their triggers out of the way. */
export async function falsify({ bank }: Books, statement: string): Promise<void> {
  const set = (state: string) =>
    guarded.map((table) => `alter table ${table} ${state} trigger user`).join("; ");
  await queryAs(bank.ownerUrl, `begin; ${set("disable")}; ${statement}; ${set("enable")}; commit`);
}

/** Verifies in slices of a size, as the role that the Worker has. */
export function verifyInSlices({ bank }: Books, limit: number): Promise<Integrity> {
  return verifyBooks({ call: callFunction(bank.database) }, limit);
}

/** The counters of books that nobody has falsified. */
export const nothingWrong = {
  imbalanced_journals: 0,
  drifted_balances: 0,
  version_gaps: 0,
  broken_chains: 0,
  backward_times: 0,
  foreign_currencies: 0,
  orphan_entries: 0,
  misdated_entries: 0,
  drifted_holds: 0,
  faulty_transactions: 0,
};

/** What somebody does to the books, what the counters say then, and the findings that must be among the examples. */
export type Falsification = readonly [
  name: string,
  statement: (books: Books) => string,
  wrong: Partial<typeof nothingWrong>,
  faults: (books: Books) => readonly Record<string, unknown>[],
];

/** Falsifies books of its own and looks for it. */
export async function expectFound([_name, statement, wrong, faults]: Falsification): Promise<void> {
  const books = await openBooks();
  await falsify(books, statement(books));

  const integrity = await books.bank.ledger.verifyBooks();

  expect(integrity).toMatchObject({ ok: false, ...nothingWrong, ...wrong });
  for (const fault of faults(books)) expect(integrity.faults).toContainEqual(fault);
}
