// A year of payments, written straight into the tables: what a planner sees of a million transactions, in minutes instead of
// the hours that they take through the product. Its books do not balance, because no plan depends on that.
import type { Client } from "pg";
import { eventPartitions, eventTables } from "./event-tables.ts";
import { moneyTables, payments, vocabulary } from "./tables.ts";

const tables = [...moneyTables, ...eventTables];

export type Size = { readonly transactions: number; readonly wallets: number };

/** Fills empty tables as a superuser, who alone may leave triggers and indexes aside meanwhile. */
export async function fillTables(
  superuser: Client,
  { transactions, wallets }: Size,
  report: (line: string) => void,
): Promise<void> {
  const sized = (sql: string) =>
    sql.replaceAll(":transactions", `${transactions}`).replaceAll(":wallets", `${wallets}`);
  await superuser.query("set session_replication_role = replica");
  await superuser.query("set maintenance_work_mem = '256MB'; set work_mem = '128MB'");
  await superuser.query(sized(vocabulary));
  await superuser.query(sized(payments));
  await superuser.query(eventPartitions);
  for (const [table, sql] of tables) {
    const begun = performance.now();
    await withoutIndexes(superuser, table, () => superuser.query(sized(sql)));
    report(`${table}: ${Math.round((performance.now() - begun) / 100) / 10} s`);
  }
  await superuser.query(`vacuum analyze ${tables.map(([table]) => table).join(", ")}`);
}

/** An index that is built at the end takes a fraction of one that grows row by row. */
async function withoutIndexes(
  superuser: Client,
  table: string,
  write: () => Promise<unknown>,
): Promise<void> {
  const setReady = "update pg_index set indisready = $2 where indrelid = $1::regclass";
  await superuser.query(setReady, [table, false]);
  await write();
  await superuser.query(setReady, [table, true]);
  await superuser.query(`reindex table ${table}`);
}
