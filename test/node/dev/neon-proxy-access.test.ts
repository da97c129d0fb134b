import { once } from "node:events";
import { connect as connectTo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type NeonProxy, openNeonProxy } from "../../../dev/neon-proxy.ts";
import type { Postgres } from "../../../dev/postgres.ts";
import {
  connectionStringOf,
  createSender,
  driverOf,
  openProxy,
  websocketPoolOf,
} from "../../support/neon-proxy-sandbox.ts";
import { cleanUp, newFolder, open, query } from "../../support/postgres-sandbox.ts";

const maxConnections = 3;
const noFields = {
  detail: null,
  hint: null,
  position: null,
  internalPosition: null,
  internalQuery: null,
  where: null,
  table: null,
  column: null,
  schema: null,
  dataType: null,
  constraint: null,
  file: null,
  line: null,
  routine: null,
};

let postgres: Postgres;
let proxy: NeonProxy;
let url: string;

beforeAll(async () => {
  postgres = await open(newFolder());
  proxy = await openProxy(postgres, { maxConnections, idleTimeoutMs: 400 });
  url = connectionStringOf(postgres);
  await query(postgres.urlOf("postgres", "postgres"), "create role guest login password 'a b%c'");
});
afterAll(cleanUp);

/** The connection string with one thing changed. */
function urlWith(change: (parts: URL) => void): string {
  const parts = new URL(url);
  change(parts);
  return parts.href;
}

it.each([
  ["no connection string", () => "", "invalid header: neon-connection-string"],
  [
    "one that is no URL",
    () => "postgres",
    "invalid connection string: relative URL without a base",
  ],
  ["another scheme", () => url.replace("postgresql:", "mysql:"), "incorrect scheme"],
  ["no user", () => "postgresql://ep-quiet-sea.aws.neon.tech/postgres", "missing username"],
  [
    "no password",
    () => "postgresql://postgres@ep-quiet-sea.aws.neon.tech/postgres",
    "missing authentication credentials: required password",
  ],
  [
    "a wrong password",
    () =>
      urlWith((parts) => {
        parts.password = "wrong";
      }),
    "password authentication failed for user 'postgres'",
  ],
  [
    "an unknown user",
    () =>
      urlWith((parts) => {
        parts.username = "nobody";
      }),
    "password authentication failed for user 'nobody'",
  ],
])("refuses %s in Neon's words", async (_what, connectionString, message) => {
  const headers = connectionString() ? { "Neon-Connection-String": connectionString() } : undefined;

  const response = await fetch(proxy.url, {
    method: "POST",
    body: '{"query":"select 1"}',
    ...(headers && { headers }),
  });

  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ message, code: "", severity: "", ...noFields });
});

it("refuses an unknown database in the words of Postgres", async () => {
  const { status, body } = await createSender(
    proxy,
    connectionStringOf(postgres, "nowhere"),
  )({
    query: "select 1",
  });

  expect(status).toBe(400);
  const expected = {
    code: "3D000",
    severity: "FATAL",
    message: 'database "nowhere" does not exist',
  };
  expect(body).toMatchObject(expected);
});

it("checks the password although a connection of the same user is free", async () => {
  const right = createSender(proxy, url);
  const wrong = createSender(
    proxy,
    urlWith((parts) => {
      parts.password = "wrong";
    }),
  );
  expect((await right({ query: "select 1" })).status).toBe(200);

  expect((await wrong({ query: "select 1" })).status).toBe(400);
});

it("decodes what a connection string has to encode", async () => {
  const guest = urlWith((parts) => {
    parts.username = "guest";
    parts.password = encodeURIComponent("a b%c");
  });

  expect((await createSender(proxy, guest)({ query: "select current_user" })).body.rows).toEqual([
    ["guest"],
  ]);
});

it.each([
  ["GET", "/sql", undefined],
  ["POST", "/elsewhere", "{}"],
  ["POST", "/faults", "[]"],
  ["GET", "/faults", undefined],
])("has no %s %s", async (method, path, body) => {
  const address = new URL(path, proxy.url);
  const response = await fetch(address, { method, ...(body !== undefined && { body }) });

  expect([response.status, await response.json()]).toEqual([400, "query is not supported"]);
});

it("tells a browser before it asks what it may send", async () => {
  const response = await fetch(proxy.url, { method: "OPTIONS" });

  expect(response.status).toBe(200);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(response.headers.get("access-control-allow-headers")).toContain("Neon-Connection-String");
});

it.each([
  ["no JSON", "{", /^could not parse the HTTP request body: ./],
  ["JSON of another shape", { statement: "select 1" }, /untagged enum Payload$/],
  ["parameters that are no list", { query: "select 1", params: {} }, /untagged enum Payload$/],
  ["a zero byte in a statement", { query: "select '\0'" }, /string contains embedded null$/],
])("refuses a body with %s", async (_what, body, message) => {
  const reply = await createSender(proxy, url)(body);

  expect(reply.status).toBe(400);
  expect(reply.body.message).toMatch(message);
});

it("refuses an isolation level that it does not know", async () => {
  const headers = { "Neon-Batch-Isolation-Level": "Snapshot" };

  const { status, body } = await createSender(proxy, url)({ queries: [] }, headers);

  expect([status, body.message]).toEqual([400, "invalid isolation level"]);
});

it("says that it is healthy", async () => {
  expect((await fetch(new URL("/health", proxy.url))).status).toBe(200);
});

it("shares few connections among many requests, and closes them when they idle", async () => {
  const sql = driverOf(proxy, url);
  const many = Array.from(
    { length: 30 },
    () => sql`select pg_backend_pid() as pid, pg_sleep(0.01)`,
  );

  const pids = new Set((await Promise.all(many)).map(([row]) => row?.pid));

  expect(pids.size).toBe(maxConnections);
  const remaining = () => connectionsOf(new URL(url).username);
  await expect.poll(remaining, { timeout: 5_000 }).toBe(0);
});

async function connectionsOf(user: string): Promise<number> {
  const [row] = await query(
    postgres.urlOf("postgres", "postgres"),
    `select count(*)::int from pg_stat_activity
     where usename = $1 and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    [user],
  );
  return Number(row?.count);
}

it("holds an interactive transaction over a websocket, unseen by others until it commits", async () => {
  const pool = websocketPoolOf(proxy, url);
  await pool.query("create table notes (note text)");
  const client = await pool.connect();

  await client.query("begin");
  await client.query("insert into notes values ($1)", ["written"]);
  const during = await pool.query("select * from notes");
  await client.query("commit");
  const after = await pool.query("select * from notes");
  client.release();
  await pool.end();

  expect([during.rows, after.rows]).toEqual([[], [{ note: "written" }]]);
});

it("carries megabytes both ways over a websocket", async () => {
  const pool = websocketPoolOf(proxy, url);
  const text = "0123456789abcdef".repeat(300_000);

  const { rows } = await pool.query("select $1::text as text, length($1) as length", [text]);
  await pool.end();

  expect(rows[0].length).toBe(text.length);
  expect(rows[0].text === text).toBe(true);
});

it("refuses a wrong password over a websocket with Postgres's own error", async () => {
  const pool = websocketPoolOf(
    proxy,
    urlWith((parts) => {
      parts.password = "wrong";
    }),
  );

  await expect(pool.query("select 1")).rejects.toMatchObject({ code: "28P01" });
});

it("ends the session when the websocket's client goes, and the websocket when the session ends", async () => {
  const pool = websocketPoolOf(
    proxy,
    urlWith((parts) => {
      parts.username = "guest";
      parts.password = encodeURIComponent("a b%c");
    }),
  );
  const [leaver, victim] = await Promise.all([pool.connect(), pool.connect()]);
  // The end is announced by an error too, which is no failure here.
  for (const source of [pool, leaver, victim]) source.on("error", () => {});
  const ended = new Promise((resolve) => victim.once("end", resolve));
  const { rows } = await victim.query("select pg_backend_pid() as pid");
  expect(await connectionsOf("guest")).toBe(2);

  await query(postgres.urlOf("postgres", "postgres"), "select pg_terminate_backend($1)", [
    rows[0].pid,
  ]);
  await ended;
  leaver.release(true);
  victim.release(true);

  await expect.poll(() => connectionsOf("guest")).toBe(0);
});

it("hangs up on a websocket that does not speak Postgres", async () => {
  const client = new WebSocket(proxy.url.replace("http", "ws"));
  await once(client, "open");

  client.send(Buffer.from("GET / HTTP/1.1\r\n\r\n"));

  await once(client, "close");
  expect((await fetch(new URL("/health", proxy.url))).status).toBe(200);
});

it("names the port that is taken", async () => {
  const database = { host: "127.0.0.1", port: postgres.port };

  const second = openNeonProxy({ port: proxy.port, database });

  await expect(second).rejects.toThrow(`port ${proxy.port}`);
});

it("listens on this machine only", async () => {
  const socket = connectTo(proxy.port, "127.0.0.2");

  await expect(once(socket, "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});
