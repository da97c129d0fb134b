import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateUp } from "../../scripts/migrations/index.ts";
import {
  type MigrationSandbox,
  openMigrationSandbox,
  query,
  writeIn,
} from "../support/migration-sandbox.ts";

let sandbox: MigrationSandbox;
let folder: string;
let url: string;
beforeAll(async () => {
  sandbox = await openMigrationSandbox();
  folder = sandbox.folderOf({
    "0001_wallets_wallets.sql":
      "CREATE ROLE saku_app; CREATE SCHEMA wallets; CREATE TABLE wallets.wallets (id int);",
    "functions/wallets/one.sql":
      "CREATE OR REPLACE FUNCTION wallets.one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  });
  url = await sandbox.openDatabase();
  await migrateUp(url, { folder });
}, 60_000);
afterAll(() => sandbox.close());

const script = join(import.meta.dirname, "../../scripts/migrate.ts");

async function migrate(words: string[], variables: Record<string, string> = {}) {
  const nowhere = { DATABASE_URL: "", APP_ROLE_PASSWORD: "", SAKU_STATE: "/nonexistent" };
  const env = { ...process.env, ...nowhere, ...variables };
  const child = spawn(process.execPath, [script, ...words], { env });
  const [out, fault] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: child.exitCode, out, fault };
}

function changed(
  part: "password" | "pathname" | "port" | "search" | "hostname",
  value: string,
): string {
  const other = new URL(url);
  other[part] = value;
  return other.href;
}

describe("npm run migrate", () => {
  it("explains itself when asked, and when it is told nothing that it knows", async () => {
    expect(await migrate(["--help"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("app-login"),
    });
    const [nothing, unknown, flag] = await Promise.all([
      migrate([]),
      migrate(["down"]),
      migrate(["up", "--force"]),
    ]);
    expect(nothing).toMatchObject({
      code: 1,
      fault: expect.stringMatching(/^Say what to do.\n\nBrings/),
    });
    expect(unknown).toMatchObject({
      code: 1,
      fault: expect.stringMatching(/^There is no command "down"/),
    });
    expect(flag).toMatchObject({
      code: 1,
      fault: expect.stringMatching(/^Unknown option '--force'/),
    });
  });

  it("says how to get a database when there is none", async () => {
    expect(await migrate(["up"])).toEqual({
      code: 1,
      out: "",
      fault:
        "There is no database to speak to: start the stack first with npm start, or set DATABASE_URL.\n",
    });
  });

  it("speaks to the running local stack when no URL is given, and leaves its passwords alone", async () => {
    const state = sandbox.folderOf({ "stack.json": JSON.stringify({ ownerUrl: url, pids: {} }) });
    const [status, login] = await Promise.all([
      migrate(["status", "--folder", folder], { SAKU_STATE: state }),
      migrate(["app-login"], { SAKU_STATE: state }),
    ]);
    expect(status.out).toContain("1 file: 1 applied; 1 function: 1 current.");
    expect(login).toMatchObject({
      code: 1,
      fault: expect.stringContaining("keeps the password of saku_app itself"),
    });
  });

  it("applies, then has nothing to do, then shows what stands where", async () => {
    const fresh = await sandbox.openDatabase();
    const files = sandbox.folderOf({ "0001_wallets_schema.sql": "CREATE SCHEMA wallets;" });
    const words = ["--folder", files, "--database-url", fresh];
    expect((await migrate(["up", ...words])).out).toMatch(
      /^applied 0001_wallets_schema.sql in \d+ ms\nDone: 1 files/,
    );
    expect((await migrate(["up", ...words])).out).toBe("Nothing to do: the database is current.\n");
    writeIn(files, "0002_wallets_more.sql", "SELECT 1;");
    const { code, out } = await migrate(["status", ...words]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^0001_wallets_schema.sql {2}applied {3}\d{4}-.*Z\n0002_wallets_more.sql {4}pending\n2 files: 1 applied, 1 pending; 0 functions.\n$/,
    );
  });

  it("says every deviation and ends with 1 when the database is not what the files say", async () => {
    const edited = sandbox.folderOf({ "0001_wallets_wallets.sql": "SELECT 1;" });
    const [sound, other] = await Promise.all([
      migrate(["verify", "--folder", folder], { DATABASE_URL: url }),
      migrate(["verify", "--folder", edited], { DATABASE_URL: url }),
    ]);
    expect(sound).toEqual({ code: 0, out: "The database is what the files say.\n", fault: "" });
    expect(other.code).toBe(1);
    expect(other.out).toContain("- 0001_wallets_wallets.sql was edited after it was applied");
    expect(other.out).toContain("- The function wallets.one has no file any more");
    expect(other.out).toContain("2 deviations.");
  });

  it("gives the application role a login, and prints its URL once", async () => {
    const { out } = await migrate(["app-login"], { DATABASE_URL: url });
    const workerUrl = out.split("\n")[1] ?? "";
    expect(new URL(workerUrl).password.length).toBeGreaterThanOrEqual(32);
    expect(await query(workerUrl, "SELECT current_user::text AS role")).toEqual([
      { role: "saku_app" },
    ]);

    const password = "p@ss/word with 'quotes' of some length";
    const own = await migrate(["app-login"], { DATABASE_URL: url, APP_ROLE_PASSWORD: password });
    expect(await query(own.out.split("\n")[1] ?? "", "SELECT 1 AS one")).toEqual([{ one: 1 }]);

    const short = await migrate(["app-login"], { DATABASE_URL: url, APP_ROLE_PASSWORD: "short" });
    expect(short).toMatchObject({ code: 1, fault: expect.stringContaining("is too short") });
  });
});

describe("a URL that does not work is answered with one message, without the password", () => {
  const cases: [string, () => string, string][] = [
    ["no URL", () => "localhost:5432", "The database URL is not valid"],
    ["no database in it", () => changed("pathname", "/"), "names no database"],
    [
      "a missing database",
      () => changed("pathname", "/nosuch"),
      `There is no database called "nosuch"`,
    ],
    [
      "a wrong password",
      () => changed("password", "s3cret"),
      `refused the password of the role "saku_owner"`,
    ],
    ["no password", () => changed("password", ""), "asks for a password"],
    ["a closed port", () => changed("port", "1"), "Nothing answers at 127.0.0.1:1."],
    ["an unknown host", () => changed("hostname", "nosuch.invalid"), "nosuch.invalid"],
    [
      "a role that may not create",
      () => changed("pathname", "/postgres"),
      `The role "saku_owner" may not do this in the database "postgres"`,
    ],
    [
      "TLS that is not there",
      () => changed("search", "?sslmode=require&channel_binding=require"),
      "does not speak TLS",
    ],
    ["an unknown TLS mode", () => changed("search", "?sslmode=maybe"), "asks for sslmode=maybe"],
    [
      "a certificate file that is not there",
      () => changed("search", "?sslmode=require&sslrootcert=/nonexistent/ca.pem"),
      "no such file or directory, open '/nonexistent/ca.pem'",
    ],
    [
      "a password with a bare percent sign",
      () => "postgres://o:s3cret%zz@127.0.0.1/db",
      "The database URL is not valid",
    ],
    [
      "Neon's pooler",
      () => "postgres://o:s3cret@ep-calm-1-pooler.eu-central-1.aws.neon.tech/db?sslmode=require",
      "Use the direct host: ep-calm-1.eu-central-1.aws.neon.tech",
    ],
  ];

  it.each(cases)("%s", async (_fault, urlOf, message) => {
    const { code, out, fault } = await migrate(["up", "--folder", folder], {
      DATABASE_URL: urlOf(),
    });
    expect(fault).toContain(message);
    expect(fault.trimEnd().split("\n")).toHaveLength(1);
    expect(fault).not.toContain(new URL(url).password);
    expect(fault).not.toContain("s3cret");
    expect({ code, out }).toEqual({ code: 1, out: "" });
  });

  it("a server older than Postgres 18", async () => {
    const server = createServer((socket) => {
      socket.once("data", () => {
        socket.write(Buffer.concat([message("R", "00000000"), message("Z", "49")]));
        socket.once("data", () => socket.write(oldVersionRow));
      });
      socket.on("error", () => undefined);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;

    const { fault } = await migrate(["up", "--folder", folder], {
      DATABASE_URL: changed("port", String(port)),
    });
    server.close();

    expect(fault).toBe(
      "The server is Postgres 17.5; Saku needs Postgres 18 or newer, because it uses uuidv7().\n",
    );
  });
});

// As much of the protocol as an old server needs to say which one it is.
function message(type: string, hex: string): Buffer {
  const body = Buffer.from(hex, "hex");
  const head = Buffer.alloc(5, type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function column(name: string, typeOid: number): string {
  const rest = Buffer.alloc(18);
  rest.writeUInt32BE(typeOid, 6);
  return Buffer.concat([Buffer.from(`${name}\0`), rest]).toString("hex");
}

function cell(value: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([length, Buffer.from(value)]).toString("hex");
}

const oldVersionRow = Buffer.concat([
  message("T", `0002${column("number", 23)}${column("version", 25)}`),
  message("D", `0002${cell("170005")}${cell("17.5")}`),
  message("C", Buffer.from("SELECT 1\0").toString("hex")),
  message("Z", "49"),
]);
