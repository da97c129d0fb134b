// Database clusters of their own for tests of the local PostgreSQL, in folders that are deleted
// afterwards.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect as connectTo } from "node:net";
import { join } from "node:path";
import { Client } from "pg";
import {
  createDatabase,
  openPostgres,
  type Postgres,
  type PostgresOptions,
  removePostgresData,
} from "../../dev/postgres.ts";
import { makeThrowawayFolder } from "../../dev/throwaway.ts";

const cleanups: (() => unknown)[] = [];

/** Registers what to do after the test, last registered first. */
export function afterwards(clean: () => unknown): void {
  cleanups.push(clean);
}

export async function cleanUp(): Promise<void> {
  for (const clean of cleanups.splice(0).reverse()) await clean();
}

/** A folder that everybody may enter, as a checkout usually is. */
export function newFolder(): string {
  const folder = makeThrowawayFolder("postgres-test");
  afterwards(async () => {
    await removePostgresData(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export async function open(
  folder: string,
  options: Partial<PostgresOptions> = {},
): Promise<Postgres> {
  const postgres = await openPostgres({ folder, port: 0, isDurable: false, ...options });
  afterwards(() => postgres.kill());
  return postgres;
}

/**
 * Another process that opens the folder's database, notes something in it and then does what it is
 * told.
 */
export function launch(folder: string, then: string) {
  const script = `
    import { open, remember } from "./test/support/postgres-sandbox.ts";
    const postgres = await open(${JSON.stringify(folder)});
    await remember(postgres, "by the launcher");
    console.log(postgres.port);
    ${then}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: join(import.meta.dirname, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  afterwards(async () => {
    if (child.kill("SIGKILL")) await once(child, "exit");
  });
  const serverPort = once(child.stdout, "data").then(([text]) => Number(text));
  return { child, serverPort };
}

export async function connect(url: string): Promise<Client> {
  const client = new Client(url);
  // Servers are killed on purpose here, and what their connections say about it is not the test's
  // matter.
  client.on("error", () => {});
  await client.connect();
  return client;
}

export async function query(url: string, text: string, values: unknown[] = []) {
  const client = await connect(url);
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

export async function remember(postgres: Postgres, note: string): Promise<void> {
  await query(await notebookOf(postgres), "insert into notes (note) values ($1)", [note]);
}

export async function remembered(postgres: Postgres): Promise<unknown[]> {
  const rows = await query(await notebookOf(postgres), "select note from notes order by position");
  return rows.map(({ note }) => note);
}

async function notebookOf(postgres: Postgres): Promise<string> {
  await createDatabase(postgres, "notebook");
  const url = postgres.urlOf("saku_owner", "notebook");
  await query(
    url,
    "create table if not exists notes (position int generated always as identity, note text)",
  );
  return url;
}

/** Whether the server still takes connections. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connectTo(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
