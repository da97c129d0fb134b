import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateUp, migrationStatus, verifyMigrations } from "../../scripts/migrations/index.ts";
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

const base = {
  "0001_wallets_wallets.sql": `
    DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'saku_app') THEN CREATE ROLE saku_app; END IF; END $$;
    CREATE SCHEMA wallets;
    GRANT USAGE ON SCHEMA wallets TO saku_app;
    CREATE TABLE wallets.wallets (id int, touched boolean);`,
};
const feePath = "functions/wallets/fee.sql";
const feeOf = (body: string) =>
  `CREATE OR REPLACE FUNCTION wallets.fee(amount int) RETURNS int LANGUAGE sql AS $$ ${body} $$;
   GRANT EXECUTE ON FUNCTION wallets.fee(int) TO saku_app;`;
const touchPath = "functions/wallets/touch.sql";
const touch = `
  CREATE OR REPLACE FUNCTION wallets.touch() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN NEW.touched := true; RETURN NEW; END $$;
  CREATE OR REPLACE TRIGGER touch BEFORE INSERT ON wallets.wallets FOR EACH ROW EXECUTE FUNCTION wallets.touch();`;

async function openMigrated(functions: Record<string, string>) {
  const url = await sandbox.openDatabase();
  const folder = sandbox.folderOf({ ...base, ...functions });
  await migrateUp(url, { folder });
  return { url, folder };
}

/** The refusal of a folder with these functions; no function may have been kept. */
async function refusalOf(functions: Record<string, string>) {
  const url = await sandbox.openDatabase();
  const folder = sandbox.folderOf({ ...base, ...functions });
  const message = await refusalOfRun(migrateUp(url, { folder }));
  expect(await signaturesIn(url)).toEqual([]);
  return message;
}

async function signaturesIn(url: string) {
  const rows = await query(
    url,
    `SELECT p.oid::regprocedure::text AS signature FROM pg_proc p
      WHERE pronamespace = to_regnamespace('wallets') ORDER BY 1`,
  );
  return rows.map(({ signature }) => signature);
}

describe("a function file", () => {
  it("is applied again when its text changes, and only then", async () => {
    const { url, folder } = await openMigrated({ [feePath]: feeOf("SELECT 1") });
    expect((await migrateUp(url, { folder })).functions).toEqual([]);

    writeIn(folder, feePath, feeOf("SELECT 2"));
    expect((await migrateUp(url, { folder })).functions).toEqual(["wallets.fee"]);
    expect(await query(url, "SELECT wallets.fee(0)")).toEqual([{ fee: 2 }]);
  });

  it.each([
    [
      "the body",
      "CREATE OR REPLACE FUNCTION wallets.fee(amount int) RETURNS int LANGUAGE sql AS 'SELECT 9'",
      "altered",
    ],
    ["a grant to everybody", "GRANT EXECUTE ON FUNCTION wallets.fee TO PUBLIC", "altered"],
    [
      "a grant that was taken away",
      "REVOKE EXECUTE ON FUNCTION wallets.fee FROM saku_app",
      "altered",
    ],
    [
      "a second signature",
      "CREATE FUNCTION wallets.fee(text) RETURNS int LANGUAGE sql AS 'SELECT 9'",
      "altered",
    ],
    ["its absence", "DROP FUNCTION wallets.fee", "missing"],
  ])("is restored after a change by hand: %s", async (_change, sql, state) => {
    const { url, folder } = await openMigrated({ [feePath]: feeOf("SELECT 1") });
    await query(url, sql);
    expect((await migrationStatus(url, { folder })).functions).toMatchObject([
      { name: "wallets.fee", state },
    ]);
    expect((await verifyMigrations(url, { folder })).deviations).toEqual([
      expect.stringMatching(
        /^The function wallets.fee (was altered by hand in|is gone from) the database/,
      ),
    ]);

    await migrateUp(url, { folder });

    expect((await verifyMigrations(url, { folder })).deviations).toEqual([]);
    expect(await signaturesIn(url)).toEqual(["wallets.fee(integer)"]);
    expect(await query(url, "SELECT wallets.fee(0)")).toEqual([{ fee: 1 }]);
  });

  it("is restored with its trigger when somebody dropped that", async () => {
    const { url, folder } = await openMigrated({ [touchPath]: touch });
    await query(url, "DROP TRIGGER touch ON wallets.wallets");
    expect((await verifyMigrations(url, { folder })).deviations).toHaveLength(1);
    await migrateUp(url, { folder });
    expect(
      await query(url, "INSERT INTO wallets.wallets (id) VALUES (1) RETURNING touched"),
    ).toEqual([{ touched: true }]);
  });

  it.each([
    ["arguments", "(amount bigint, rate int) RETURNS int", "wallets.fee(bigint,integer)"],
    ["result", "(amount int) RETURNS text", "wallets.fee(integer)"],
    ["argument names", "(sum int) RETURNS int", "wallets.fee(integer)"],
  ])("leaves no old signature behind when its %s change", async (_part, signature, expected) => {
    const { url, folder } = await openMigrated({ [feePath]: feeOf("SELECT 1") });
    writeIn(
      folder,
      feePath,
      `CREATE OR REPLACE FUNCTION wallets.fee${signature} LANGUAGE sql AS 'SELECT 1'`,
    );
    await migrateUp(url, { folder });
    expect(await signaturesIn(url)).toEqual([expected]);
    expect((await verifyMigrations(url, { folder })).deviations).toEqual([]);
  });

  it("takes its function with it when it is deleted", async () => {
    const { url, folder } = await openMigrated({ [feePath]: feeOf("SELECT 1") });
    rmSync(join(folder, feePath));
    expect((await verifyMigrations(url, { folder })).deviations).toEqual([
      "The function wallets.fee has no file any more: run npm run migrate -- up to drop it.",
    ]);
    expect((await migrateUp(url, { folder })).dropped).toEqual(["wallets.fee(amount integer)"]);
    expect(await signaturesIn(url)).toEqual([]);
  });

  it("is not dropped under something that needs it, which is named", async () => {
    const { url, folder } = await openMigrated({ [touchPath]: touch });
    rmSync(join(folder, touchPath));
    const message = await refusalOfRun(migrateUp(url, { folder }));
    expect(message).toContain(
      "trigger touch on table wallets.wallets depends on function wallets.touch()",
    );
    expect(await signaturesIn(url)).toEqual(["wallets.touch()"]);
  });
});

describe("function files together", () => {
  it("may need one another in any order of their names", async () => {
    const { url } = await openMigrated({
      "functions/wallets/a.sql": `CREATE OR REPLACE FUNCTION wallets.a() RETURNS int LANGUAGE sql
        BEGIN ATOMIC SELECT CASE WHEN wallets.b() > 0 THEN 1 ELSE 0 END; SELECT wallets.b(); END;`,
      "functions/wallets/b.sql":
        "CREATE OR REPLACE FUNCTION wallets.b() RETURNS int LANGUAGE sql AS 'SELECT wallets.c()'",
      "functions/wallets/c.sql":
        "CREATE OR REPLACE FUNCTION wallets.c() RETURNS int LANGUAGE sql AS 'SELECT 7'",
    });
    expect(await query(url, "SELECT wallets.a()")).toEqual([{ a: 7 }]);
  });

  it("are kept all or none", async () => {
    const { url, folder } = await openMigrated({ [feePath]: feeOf("SELECT 1") });
    writeIn(folder, feePath, feeOf("SELECT 2"));
    writeIn(
      folder,
      "functions/wallets/zero.sql",
      "CREATE OR REPLACE FUNCTION wallets.zero() RETURNS int LANGUAGE sql AS 'SELECT nosuch'",
    );
    await refusalOfRun(migrateUp(url, { folder }));
    expect(await query(url, "SELECT wallets.fee(0)")).toEqual([{ fee: 1 }]);
  });

  it("are checked again when a numbered file takes a table from under them", async () => {
    const { url, folder } = await openMigrated({
      [feePath]: feeOf("SELECT id FROM wallets.wallets"),
    });
    writeIn(folder, "0002_wallets_drop.sql", "DROP TABLE wallets.wallets");
    const message = await refusalOfRun(migrateUp(url, { folder }));
    expect(message).toContain(`${feePath}:1:`);
    expect(message).toContain(`relation "wallets.wallets" does not exist`);
  });
});

describe("a function file is refused by name", () => {
  it.each([
    [
      "that defines another name",
      "CREATE OR REPLACE FUNCTION wallets.free() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      "defines wallets.free, and by its name must define wallets.fee",
    ],
    [
      "that defines none",
      "COMMENT ON SCHEMA wallets IS 'CREATE OR REPLACE FUNCTION wallets.fee()'",
      "defines no function",
    ],
    [
      "that defines two",
      `${feeOf("SELECT 1")} ${feeOf("SELECT 2")}`,
      "defines more than one function",
    ],
    [
      "that cannot be applied twice",
      "CREATE FUNCTION wallets.fee() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      "must say CREATE OR REPLACE",
    ],
    [
      "that holds a table",
      `${feeOf("SELECT 1")} CREATE TABLE wallets.x (id int)`,
      "may hold only its function",
    ],
    [
      "that grants on another",
      `${feeOf("SELECT 1")} GRANT EXECUTE ON FUNCTION wallets.other TO saku_app`,
      "speaks of something else than wallets.fee",
    ],
  ])("%s", async (_fault, text, message) => {
    expect(await refusalOf({ [feePath]: text })).toContain(`${feePath} ${message}`);
  });

  it("when a body in SQL names a table that is not there, with its place", async () => {
    const message = await refusalOf({ [feePath]: feeOf("SELECT 1\n  FROM wallets.nosuch") });
    expect(message).toContain(
      `${feePath}:2:8 failed (42P01): relation "wallets.nosuch" does not exist`,
    );
  });

  it("when a body in PL/pgSQL cannot be parsed, with its place", async () => {
    const body = "AS $$\nBEGIN\n  IF amount THEN RETURN 1;\nEND $$";
    const message = await refusalOf({
      [feePath]: `CREATE OR REPLACE FUNCTION wallets.fee(amount int) RETURNS int LANGUAGE plpgsql ${body};`,
    });
    expect(message).toMatch(/functions\/wallets\/fee.sql:4:\d+ failed \(42601\): syntax error/);
  });

  it("when it names a type that is not there", async () => {
    const message = await refusalOf({
      [feePath]:
        "CREATE OR REPLACE FUNCTION wallets.fee(a wallets.nosuch) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    });
    expect(message).toContain(`type wallets.nosuch does not exist`);
  });

  it("when it is SECURITY DEFINER without a search_path, or open to everybody", async () => {
    const definer = (rest: string) =>
      `CREATE OR REPLACE FUNCTION wallets.fee() RETURNS int LANGUAGE sql SECURITY DEFINER ${rest}`;
    expect(await refusalOf({ [feePath]: definer("AS 'SELECT 1'") })).toContain(
      "wallets.fee() is SECURITY DEFINER and has no search_path of its own: add SET search_path.",
    );
    const open = definer(
      "SET search_path = '' AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION wallets.fee TO PUBLIC",
    );
    expect(await refusalOf({ [feePath]: open })).toContain(
      "wallets.fee() is SECURITY DEFINER and lets PUBLIC execute it",
    );
  });
});
