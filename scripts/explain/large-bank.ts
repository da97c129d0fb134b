// A database with large tables of its own, the product over it, and a look at every plan.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { databaseName, openStack, type Stack } from "../../dev/stack.ts";
import { makeThrowawayFolder } from "../../dev/throwaway.ts";
import { type ExplainedBank, openExplainedBank } from "./bank.ts";
import { fillTables, type Size } from "./fill.ts";
import type { Places } from "./questions.ts";

export type LargeBank = ExplainedBank & {
  readonly places: Places;
  /** The tables that are large, and how many rows each has. */
  readonly largeTables: ReadonlyMap<string, number>;
  readonly close: () => Promise<void>;
};

export async function openLargeBank(
  size: Size & { readonly largeRows: number },
  report: (line: string) => void,
): Promise<LargeBank> {
  const folder = makeThrowawayFolder("explain");
  const stack = await openStack({ folder, isDurable: false });
  const close = async () => {
    await stack.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const facts = await prepare(stack, size, report);
    const logFile = join(folder, "postgres.log");
    return { ...openExplainedBank(stack.appUrl, stack.proxyUrl, logFile), ...facts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepare(
  stack: Stack,
  size: Size & { readonly largeRows: number },
  report: (line: string) => void,
): Promise<Pick<LargeBank, "places" | "largeTables">> {
  const url = stack.postgres.urlOf("postgres", databaseName);
  const superuser = new Client({ connectionString: url });
  await superuser.connect();
  try {
    await fillTables(superuser, size, report);
    for (const [name, value] of Object.entries(explaining)) {
      await superuser.query(`alter role saku_app set ${name} = '${value}'`);
    }
    const { rows } = await superuser.query<{ relname: string; reltuples: number }>(largeSql, [
      size.largeRows,
    ]);
    const largeTables = new Map(rows.map(({ relname, reltuples }) => [relname, reltuples]));
    return { largeTables, places: await placesIn(superuser) };
  } finally {
    await superuser.end();
  }
}

const explaining = {
  session_preload_libraries: "auto_explain",
  "auto_explain.log_min_duration": "0",
  "auto_explain.log_nested_statements": "on",
  "auto_explain.log_analyze": "on",
  "auto_explain.log_timing": "off",
  "auto_explain.log_format": "json",
};

const largeSql = `
  select relname, reltuples from pg_class
  where relkind = 'r' and relpersistence = 'p' and reltuples > $1`;

async function placesIn(superuser: Client): Promise<Places> {
  const { rows } = await superuser.query<Places>(placesSql);
  const [places] = rows;
  if (!places) throw new Error("The tables were not filled as they should be.");
  return places;
}

const placesSql = `
  select paid.transaction_ref as transaction, paid.journal_ref as journal, paid.reference,
    (select payer.owner_ref from wallets.wallets as payer where wallet_ref = paid.source_wallet_ref) as payer,
    (select min(transaction_ref) from transactions.transactions where is_hold and status = 'WALLET_OK') as hold,
    (select max(transaction_ref) from transactions.transactions where is_hold and status = 'WALLET_OK') as "otherHold",
    (select max(transaction_ref) from transactions.transactions
      where type = 'TRANSFER' and status = 'COMPLETED' and not is_hold and reversed_amount = 0) as reversible,
    hot.wallet_ref as hot, hot.owner_ref as "hotOwner", hot.account_ref as "hotAccount",
    usual.wallet_ref as wallet, usual.owner_ref as owner, usual.account_ref as account,
    (select wallet_ref from wallets.wallets where slug = 'wallet-78') as other,
    (select wallet_ref from wallets.wallets where slug = 'wallet-90') as limited,
    (select account_ref from ledger.accounts where alias = '@world') as world
  from transactions.transactions as paid, wallets.wallets as hot, wallets.wallets as usual
  where hot.slug = 'wallet-1' and usual.slug = 'wallet-77' and paid.transaction_ref = (
    select max(transaction_ref) from transactions.transactions
    where reference is not null and type = 'TRANSFER' and status = 'COMPLETED' and not is_hold
  )`;
