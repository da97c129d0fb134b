import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import pg from "pg";
import { createDatabase, openPostgres } from "../../dev/postgres.ts";
import { makeThrowawayFolder } from "../../dev/throwaway.ts";

/** A cluster for tests of the migrations: databases that saku_owner owns, and folders of files. */
export type MigrationSandbox = {
  openDatabase(): Promise<string>;
  /** The same database as a superuser, who may do what nobody should. */
  superuserUrlOf(ownerUrl: string): string;
  folderOf(files: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
};

export async function openMigrationSandbox(): Promise<MigrationSandbox> {
  const root = makeThrowawayFolder("migrations");
  const postgres = await openPostgres({ folder: join(root, "state"), port: 0, isDurable: false });
  let count = 0;
  return {
    openDatabase: async () => {
      count += 1;
      await createDatabase(postgres, `sandbox_${count}`);
      return postgres.urlOf("saku_owner", `sandbox_${count}`);
    },
    superuserUrlOf: (ownerUrl) => {
      return postgres.urlOf("postgres", new URL(ownerUrl).pathname.slice(1));
    },
    folderOf: (files) => {
      const folder = mkdtempSync(join(root, "files-"));
      for (const [name, text] of Object.entries(files)) writeIn(folder, name, text);
      return folder;
    },
    close: async () => {
      await postgres.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export function writeIn(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Runs SQL as the role of the URL and answers the rows of its last statement. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const results: pg.QueryResult | pg.QueryResult[] = await client.query(sql);
    return (Array.isArray(results) ? results.at(-1) : results)?.rows ?? [];
  } finally {
    await client.end();
  }
}

/** What a refused run says; the run must be refused. */
export async function refusalOfRun(run: Promise<unknown>): Promise<string> {
  const outcome = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error && outcome.name === "MigrationRefused") return outcome.message;
  throw new Error("The run was not refused.", { cause: outcome });
}
