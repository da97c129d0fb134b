import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateUp, verifyMigrations } from "../../scripts/migrations/index.ts";
import {
  type MigrationSandbox,
  openMigrationSandbox,
  query,
} from "../support/migration-sandbox.ts";

let sandbox: MigrationSandbox;
beforeAll(async () => {
  sandbox = await openMigrationSandbox();
  await query(await sandbox.openDatabase(), "CREATE ROLE saku_app");
}, 60_000);
afterAll(() => sandbox.close());

const files = {
  "0001_wallets_wallets.sql": "CREATE SCHEMA wallets; CREATE TABLE wallets.wallets (id int);",
};

describe("verify finds", () => {
  it("an application role that is not there at all", async () => {
    const database = await sandbox.openDatabase();
    const folder = sandbox.folderOf({ "0001_wallets_wallets.sql": "DROP ROLE saku_app" });
    await migrateUp(database, { folder });
    const { deviations } = await verifyMigrations(database, { folder });
    await query(database, "CREATE ROLE saku_app");
    expect(deviations).toEqual(["The role saku_app does not exist."]);
  });

  it.each([
    [
      "a table that the application may write",
      "GRANT INSERT ON wallets.wallets TO saku_app",
      "saku_app (or PUBLIC) has INSERT on wallets.wallets",
    ],
    [
      "a table that everybody may empty",
      "GRANT TRUNCATE ON wallets.wallets TO PUBLIC",
      "has TRUNCATE on wallets.wallets",
    ],
    [
      "a column that the application may change",
      "GRANT UPDATE (id) ON wallets.wallets TO saku_app",
      "has UPDATE on wallets.wallets",
    ],
    [
      "an application that is superuser",
      "ALTER ROLE saku_app SUPERUSER",
      "saku_app is a superuser: ALTER ROLE saku_app NOSUPERUSER.",
    ],
    ["an owner that is superuser", "ALTER ROLE saku_owner SUPERUSER", "saku_owner is a superuser"],
    [
      "an application that may create roles",
      "ALTER ROLE saku_app CREATEROLE",
      "saku_app may create roles",
    ],
    [
      "an application that is a member of another role",
      "GRANT pg_read_all_data TO saku_app",
      "saku_app is a member of pg_read_all_data",
    ],
    [
      "an application that owns a table",
      "ALTER TABLE wallets.wallets OWNER TO saku_app",
      "saku_app owns table wallets.wallets",
    ],
    [
      "an application that may create in a schema",
      "GRANT CREATE ON SCHEMA public TO PUBLIC",
      "saku_app may create in the schema public",
    ],
    [
      "an application that may create schemas",
      "GRANT CREATE ON DATABASE DB TO saku_app",
      "saku_app may create schemas in this database",
    ],
    [
      "an application that reads the bookkeeping",
      "GRANT USAGE ON SCHEMA migrations TO saku_app",
      "saku_app may use the schema migrations",
    ],
    [
      "a function without a file",
      "CREATE FUNCTION wallets.stray() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      "wallets.stray() is in the database and no file defines it",
    ],
    [
      "an unpinned definer elsewhere",
      "CREATE FUNCTION public.d() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'; ALTER FUNCTION public.d OWNER TO saku_owner",
      "public.d() is SECURITY DEFINER and has no search_path",
    ],
  ])("%s", async (_fault, sql, deviation) => {
    const database = await sandbox.openDatabase();
    const folder = sandbox.folderOf(files);
    await migrateUp(database, { folder });
    const superuserUrl = sandbox.superuserUrlOf(database);
    await query(
      superuserUrl,
      sql.replace("DATABASE DB", `DATABASE ${new URL(database).pathname.slice(1)}`),
    );

    const { deviations } = await verifyMigrations(database, { folder });
    await query(
      superuserUrl,
      "ALTER ROLE saku_app NOSUPERUSER NOCREATEROLE; ALTER ROLE saku_owner NOSUPERUSER; REVOKE pg_read_all_data FROM saku_app",
    );

    expect(deviations.join("\n")).toContain(deviation);
  });

  it("nothing wrong with a right that is declared", async () => {
    const database = await sandbox.openDatabase();
    const folder = sandbox.folderOf(files);
    await migrateUp(database, { folder });
    expect((await verifyMigrations(database, { folder })).deviations).toEqual([]);

    await query(database, "GRANT INSERT ON wallets.wallets TO saku_app");
    const appTableRights = { "wallets.wallets": ["INSERT"] };
    expect((await verifyMigrations(database, { folder, appTableRights })).deviations).toEqual([]);
  });
});
