import type pg from "pg";

export type AppliedFile = {
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: Date;
};

export type AppliedFunction = {
  readonly path: string;
  readonly checksum: string;
  readonly definitionHash: string;
  readonly appliedAt: Date;
};

export type Bookkeeping = {
  readonly files: readonly AppliedFile[];
  readonly functions: readonly AppliedFunction[];
};

/** Creates the runner's own tables. The application role is given nothing here, not even USAGE. */
export async function createBookkeeping(client: pg.Client): Promise<void> {
  if (await hasBookkeeping(client)) return;
  // One simple query of several statements is one transaction.
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS migrations;
    CREATE TABLE migrations.applied_files (
      name text PRIMARY KEY,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      applied_by text NOT NULL DEFAULT current_user
    );
    CREATE TABLE migrations.applied_functions (
      path text PRIMARY KEY,
      checksum text NOT NULL,
      definition_hash text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      applied_by text NOT NULL DEFAULT current_user
    )`);
}

export async function readBookkeeping(client: pg.Client): Promise<Bookkeeping> {
  if (!(await hasBookkeeping(client))) return { files: [], functions: [] };
  const files = await client.query<AppliedFile>(
    `SELECT name, checksum, applied_at AS "appliedAt" FROM migrations.applied_files ORDER BY name`,
  );
  const functions = await client.query<AppliedFunction>(
    `SELECT path, checksum, definition_hash AS "definitionHash", applied_at AS "appliedAt"
       FROM migrations.applied_functions ORDER BY path`,
  );
  return { files: files.rows, functions: functions.rows };
}

export async function recordFile(client: pg.Client, name: string, checksum: string): Promise<void> {
  await client.query("INSERT INTO migrations.applied_files (name, checksum) VALUES ($1, $2)", [
    name,
    checksum,
  ]);
}

export async function recordFunctions(
  client: pg.Client,
  functions: readonly Omit<AppliedFunction, "appliedAt">[],
): Promise<void> {
  await client.query(
    `INSERT INTO migrations.applied_functions (path, checksum, definition_hash)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
     ON CONFLICT (path) DO UPDATE SET checksum = excluded.checksum,
       definition_hash = excluded.definition_hash, applied_at = excluded.applied_at,
       applied_by = excluded.applied_by`,
    [
      functions.map(({ path }) => path),
      functions.map(({ checksum }) => checksum),
      functions.map(({ definitionHash }) => definitionHash),
    ],
  );
}

export async function forgetFunctions(client: pg.Client, paths: readonly string[]): Promise<void> {
  await client.query("DELETE FROM migrations.applied_functions WHERE path = ANY ($1)", [paths]);
}

async function hasBookkeeping(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "SELECT to_regclass('migrations.applied_functions') IS NOT NULL AS found",
  );
  return rows[0]?.found === true;
}
