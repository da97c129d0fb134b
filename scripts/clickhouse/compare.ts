// What both stores say, column by column, in one spelling: each is asked by itself, past the code that fills the other.
import { queryAs } from "../../test/support/database.ts";

type Column = { readonly name: string; readonly type: string };
export type TextRow = Readonly<Record<string, string>>;

const views: Readonly<Record<string, string>> = {
  transaction_facts: "readmodels.transaction_facts",
  ledger_entries: "readmodels.ledger_entries_view",
};

/** What is sent; ClickHouse computes the others itself. */
export function columnsOf(tableSql: string): Column[] {
  const columns = tableSql.matchAll(/^ {2}(\w+) (\w+)(?!.* MATERIALIZED )/gm);
  return [...columns].map(([, name = "", type = ""]) => ({ name, type }));
}

export function keyOf(tableSql: string): string[] {
  return /ORDER BY \((.*)\)$/.exec(tableSql)?.[1]?.split(", ") ?? [];
}

/** Asks ClickHouse for all rows of a table. */
export function engineQuestion(table: string, tableSql: string): string {
  const columns = columnsOf(tableSql).map(({ name }) => `toString(${table}.${name}) AS ${name}`);
  return `SELECT ${columns.join(", ")} FROM ${table} FINAL FORMAT JSONEachRow`;
}

/** Asks Postgres for the same of the projection that the product reads. */
export function projectionQuestion(table: string, tableSql: string): string {
  const columns = columnsOf(tableSql).map(({ name, type }) => `${spelled(name, type)} as ${name}`);
  return `select ${columns.join(", ")}
    from ${views[table]} as kept join platform.currencies as unit on unit.code = kept.currency`;
}

function spelled(name: string, type: string): string {
  if (type === "Decimal")
    return `trim_scale(kept.${name} * ('1e-' || unit.exponent)::numeric)::text`;
  if (type === "DateTime64") {
    return `to_char(kept.${name} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')`;
  }
  return `coalesce(kept.${name}::text, '')`;
}

/** Where two answers differ, in words. The order of rows says nothing. */
export function differencesIn(
  key: readonly string[],
  expected: readonly TextRow[],
  found: readonly TextRow[],
): string[] {
  const nameOf = (row: TextRow) => key.map((name) => row[name]).join(" ");
  const left = Map.groupBy(found, nameOf);
  const differences = expected.flatMap((row) => {
    const name = nameOf(row);
    const [other, ...more] = left.get(name) ?? [];
    left.delete(name);
    if (other === undefined) return [`${name}: not there`];
    if (more.length > 0) return [`${name}: there ${more.length + 1} times`];
    return Object.keys(row)
      .filter((column) => row[column] !== other[column])
      .map((column) => `${name}: ${column} is "${other[column]}" and not "${row[column]}"`);
  });
  return [...differences, ...[...left.keys()].map((name) => `${name}: there, and not in Postgres`)];
}

export async function compareTable(
  { ask, ownerUrl }: { ask: (sql: string) => Promise<string>; ownerUrl: string },
  [table, tableSql]: readonly [string, string],
): Promise<{ rows: number; differences: string[] }> {
  const expected = await queryAs<TextRow>(ownerUrl, projectionQuestion(table, tableSql));
  const answer = await ask(engineQuestion(table, tableSql));
  const found: TextRow[] = answer
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  return { rows: expected.length, differences: differencesIn(keyOf(tableSql), expected, found) };
}
