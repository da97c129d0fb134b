import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateUp, migrationStatus } from "../../scripts/migrations/index.ts";
import {
  type MigrationSandbox,
  openMigrationSandbox,
  query,
  refusalOfRun,
  writeIn,
} from "../support/migration-sandbox.ts";

let sandbox: MigrationSandbox;
beforeAll(async () => {
  sandbox = await openMigrationSandbox();
}, 60_000);
afterAll(() => sandbox.close());

const schema = "0001_wallets_schema.sql";
const table = "0002_wallets_wallets.sql";
const twoFiles = {
  [schema]: "CREATE SCHEMA wallets;",
  [table]: "CREATE TABLE wallets.wallets (id int); INSERT INTO wallets.wallets VALUES (1), (2);",
};

const tablesOf =
  "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'wallets'::regnamespace";

async function openMigrated(files: Record<string, string> = twoFiles) {
  const url = await sandbox.openDatabase();
  const folder = sandbox.folderOf(files);
  await migrateUp(url, { folder });
  return { url, folder };
}

describe("numbered files", () => {
  it("are applied once, in order, and reported line by line", async () => {
    const url = await sandbox.openDatabase();
    const folder = sandbox.folderOf(twoFiles);
    const lines: string[] = [];

    const first = await migrateUp(url, { folder, report: (line) => lines.push(line) });
    const second = await migrateUp(url, { folder });

    expect(first.files).toEqual([schema, table]);
    expect(second.files).toEqual([]);
    expect(lines.map((line) => line.replace(/\d+ ms/, "N ms"))).toEqual([
      `applied ${schema} in N ms`,
      `applied ${table} in N ms`,
    ]);
    expect(await query(url, "SELECT count(*)::int FROM wallets.wallets")).toEqual([{ count: 2 }]);
  });

  it("are refused by name when one was edited after it was applied, before anything runs", async () => {
    const { url, folder } = await openMigrated();
    writeIn(folder, table, "CREATE TABLE wallets.wallets (id bigint);");
    writeIn(folder, "0003_wallets_more.sql", "CREATE TABLE wallets.more (id int);");

    expect(await refusalOfRun(migrateUp(url, { folder }))).toBe(
      `Nothing was applied:\n  - ${table} was edited after it was applied: restore it and write a new migration.`,
    );
    expect(await query(url, tablesOf)).toEqual([{ relname: "wallets" }]);
  });

  it("are not taken for edited when only their line ends changed", async () => {
    const { url, folder } = await openMigrated({ [schema]: "CREATE SCHEMA wallets;\n-- end\n" });
    writeIn(folder, schema, "CREATE SCHEMA wallets;\r\n-- end\r\n");
    expect((await migrateUp(url, { folder })).files).toEqual([]);
  });

  it("are refused when an applied one is gone, or a new one comes before an applied one", async () => {
    const { url, folder } = await openMigrated();
    rmSync(join(folder, table));
    expect(await refusalOfRun(migrateUp(url, { folder }))).toContain(
      `${table} was applied, and the file is gone: restore it.`,
    );
    writeIn(folder, "0002_wallets_before.sql", "SELECT 1;");
    expect(await refusalOfRun(migrateUp(url, { folder }))).toContain(
      `0002_wallets_before.sql is new, but ${table} was applied already: give it the next number.`,
    );
  });

  it.each([
    [
      "a gap",
      { [schema]: "SELECT 1", "0003_wallets_x.sql": "SELECT 1" },
      "0003_wallets_x.sql leaves a gap: there is no file numbered 0002.",
    ],
    [
      "a number given twice",
      { "0001_audit_x.sql": "SELECT 1", [schema]: "SELECT 1" },
      `${schema} has the same number as 0001_audit_x.sql`,
    ],
    ["a bad name", { "1_wallets.sql": "SELECT 1" }, "1_wallets.sql has a bad name"],
    [
      "a schema that is no context",
      { "0001_money_x.sql": "SELECT 1" },
      `names the schema "money", which is no context`,
    ],
    [
      "a file without a statement",
      { [schema]: "-- nothing; yet\n" },
      `${schema} holds no statement`,
    ],
    [
      "a function",
      { [schema]: "CREATE /* x */ FUNCTION wallets.f() RETURNS int LANGUAGE sql AS 'SELECT 1'" },
      `${schema} creates a function`,
    ],
    [
      "its own COMMIT",
      { [schema]: "SELECT ';COMMIT'; COMMIT; SELECT 1" },
      `${schema} says COMMIT: a file is one transaction`,
    ],
  ])("are refused by name for %s, without asking the database", async (_fault, files, message) => {
    const nowhere = "postgres://saku_owner:x@127.0.0.1:1/none";
    expect(await refusalOfRun(migrateUp(nowhere, { folder: sandbox.folderOf(files) }))).toContain(
      message,
    );
  });

  it("are kept together with their bookkeeping row, or not at all", async () => {
    const { url, folder } = await openMigrated();
    const unbookable = "ALTER TABLE migrations.applied_files ADD CHECK (name NOT LIKE '0003%');";
    writeIn(folder, "0003_wallets_kept.sql", `CREATE TABLE wallets.kept (id int); ${unbookable}`);
    expect(await refusalOfRun(migrateUp(url, { folder }))).toContain("violates check constraint");
    expect(await query(url, tablesOf)).toEqual([{ relname: "wallets" }]);
  });

  it("start from the same settings, whatever the one before set", async () => {
    const { url } = await openMigrated({
      [schema]:
        "CREATE SCHEMA wallets; SET search_path = wallets; SET check_function_bodies = off;",
      [table]:
        "CREATE TABLE wallets.seen AS SELECT current_setting('search_path') AS path, current_setting('check_function_bodies') AS checked;",
    });
    expect(await query(url, "SELECT * FROM wallets.seen")).toEqual([{ path: '""', checked: "on" }]);
  });
});

describe("a statement that fails", () => {
  it("is shown with its place, and nothing of its file stays", async () => {
    const { url, folder } = await openMigrated();
    const text =
      "-- ünïcödé 🙂\nCREATE TABLE wallets.kept (id int);\nSELECT 1,\n  nosuch FROM wallets.wallets;\n";
    writeIn(folder, "0003_wallets_bad.sql", text);

    const message = await refusalOfRun(migrateUp(url, { folder }));

    expect(message).toContain(
      `0003_wallets_bad.sql:4:3 failed (42703): column "nosuch" does not exist`,
    );
    expect(message).toContain("      nosuch FROM wallets.wallets;\n      ^");
    expect(message).toContain("Nothing of it was kept.");
    expect(await query(url, tablesOf)).toEqual([{ relname: "wallets" }]);
    expect((await migrationStatus(url, { folder })).summary).toBe(
      "3 files: 2 applied, 1 pending; 0 functions.",
    );
  });

  it("is found by counting when Postgres names no position, with detail and hint", async () => {
    const { url, folder } = await openMigrated();
    const raise = "DO $$ BEGIN RAISE 'too bad' USING DETAIL = 'why', HINT = 'what to do'; END $$;";
    writeIn(
      folder,
      "0003_wallets_bad.sql",
      `SELECT ';';\n\n/* ; */ INSERT INTO wallets.wallets VALUES (3);\n  ${raise}`,
    );

    const message = await refusalOfRun(migrateUp(url, { folder }));

    expect(message).toContain("0003_wallets_bad.sql:4:3 failed (P0001): too bad");
    expect(message).toContain("detail: why");
    expect(message).toContain("hint: what to do");
  });

  it("because the connection was cut is no fault of the file, and keeps nothing of it", async () => {
    const { url, folder } = await openMigrated();
    const cut = "SELECT pg_terminate_backend(pg_backend_pid());";
    writeIn(folder, "0003_wallets_cut.sql", `CREATE TABLE wallets.kept (id int); ${cut}`);

    const message = await refusalOfRun(migrateUp(url, { folder }));

    expect(message).toMatch(/closed the connection. A file that was being applied was not kept/);
    expect(await query(url, tablesOf)).toEqual([{ relname: "wallets" }]);
  });
});

describe("two migrations at once", () => {
  it("of one database run one after the other", async () => {
    const url = await sandbox.openDatabase();
    const folder = sandbox.folderOf({
      ...twoFiles,
      [schema]: "CREATE SCHEMA wallets; SELECT pg_sleep(0.3);",
    });
    const reports = await Promise.all([migrateUp(url, { folder }), migrateUp(url, { folder })]);
    expect(reports.map(({ files }) => files.length).sort()).toEqual([0, 2]);
  });

  it("end with the holder's name when the other does not end in time", async () => {
    const { url, folder } = await openMigrated();
    const holder = new pg.Client({
      connectionString: url,
      application_name: "a forgotten console",
    });
    await holder.connect();
    const { rows } = await holder.query(
      "SELECT pg_advisory_lock(1935764341, 1), pg_backend_pid() AS pid",
    );

    const message = await refusalOfRun(migrateUp(url, { folder, lockWaitMs: 100 }));
    await holder.end();

    expect(message).toContain(
      `pid ${rows[0].pid}, application "a forgotten console", role "saku_owner"`,
    );
    expect((await migrateUp(url, { folder })).files).toEqual([]);
  });

  it("of two databases that both create the same role succeed both", async () => {
    const [url, otherUrl] = [await sandbox.openDatabase(), await sandbox.openDatabase()];
    const createRole =
      "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'raced') THEN CREATE ROLE raced; END IF; END $$";
    const folder = sandbox.folderOf({ "0001_platform_role.sql": createRole });
    const rival = new pg.Client(otherUrl);
    await rival.connect();
    await rival.query("BEGIN; CREATE ROLE raced");

    const run = migrateUp(url, { folder });
    await expect
      .poll(() =>
        query(
          url,
          "SELECT count(*)::int FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'saku migrate'",
        ),
      )
      .toEqual([{ count: 1 }]);
    await rival.query("COMMIT");
    await rival.end();

    expect((await run).files).toEqual(["0001_platform_role.sql"]);
  });
});
