import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { createDatabase } from "../../dev/postgres.ts";

/** The same server and role, another database. */
export function urlOfDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** Clones the migrated template, which costs a few milliseconds because the cluster does not fsync. */
export async function cloneDatabase(ownerUrl: string, prefix: string): Promise<string> {
  const name = `${prefix}_${randomBytes(6).toString("hex")}`;
  const template = new URL(ownerUrl).pathname.slice(1);
  await createDatabase({ urlOf: (_role, database) => urlOfDatabase(ownerUrl, database) }, name, {
    template,
  });
  return name;
}

/** Asks the database directly, past the product: for what a customer cannot see but the books must show. */
export async function queryAs<Row extends Record<string, unknown>>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
