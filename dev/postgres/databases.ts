import { Client, escapeIdentifier, escapeLiteral } from "pg";
import type { Passwords } from "./cluster.ts";
import { isErrorCode } from "./processes.ts";

type WithUrls = { urlOf(role: "postgres" | "saku_owner", database: string): string };

const connectLimitMs = 10_000;
const duplicateDatabase = "42P04";
const uniqueViolation = "23505";

/**
 * Makes a database that saku_owner owns, empty or as a clone of a template; one that is there
 * already stays as it is.
 */
export async function createDatabase(
  postgres: WithUrls,
  name: string,
  options: { readonly template?: string } = {},
): Promise<void> {
  await withClient(postgres.urlOf("saku_owner", "postgres"), async (client) => {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount !== 0) return;
    const template =
      options.template === undefined ? "" : ` template ${escapeIdentifier(options.template)}`;
    try {
      await client.query(`create database ${escapeIdentifier(name)}${template}`);
    } catch (error) {
      // Somebody else made it since the look; both of these say so, depending on how close the race
      // was.
      if (!isErrorCode(error, duplicateDatabase) && !isErrorCode(error, uniqueViolation))
        throw error;
    }
  });
}

/** Drops a database with the connections that it still has; one that is not there is no fault. */
export async function dropDatabase(postgres: WithUrls, name: string): Promise<void> {
  // Only a superuser may end the connections of every role.
  await withClient(postgres.urlOf("postgres", "postgres"), async (client) => {
    await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
  });
}

/**
 * Gives saku_owner what Neon gives its owner role and code may rely on. Neon's also has BYPASSRLS
 * and REPLICATION, which are left out so that nothing comes to need them.
 */
export async function ensureOwner(url: string, passwords: Passwords): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query("select from pg_roles where rolname = 'saku_owner'");
    if (rowCount === 0) await client.query("create role saku_owner");
    const password = escapeLiteral(passwords.saku_owner);
    await client.query(
      "alter role saku_owner with login createdb createrole nosuperuser nobypassrls noreplication " +
        `password ${password}`,
    );
  });
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectLimitMs });
  // A connection that breaks while idle reports here, and without a listener it would end the
  // process.
  client.on("error", () => {});
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
