import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { NeonProxy } from "../../../dev/neon-proxy.ts";
import { openPostgres, type Postgres } from "../../../dev/postgres.ts";
import { connectionStringOf, createSender, openProxy } from "../../support/neon-proxy-sandbox.ts";
import { afterwards, cleanUp, newFolder, open, query } from "../../support/postgres-sandbox.ts";

const mebibyte = 1024 * 1024;
const timeoutMs = 400;
const tooLong =
  "Query cancelled, runtime exceeded. SQL queries over HTTP must not exceed 0.4 seconds of " +
  "runtime. Please consider using our websocket based connections";

let folder: string;
let postgres: Postgres;
let url: string;
let proxy: NeonProxy;
let send: ReturnType<typeof createSender>;

beforeAll(async () => {
  folder = newFolder();
  postgres = await open(folder);
  url = connectionStringOf(postgres);
  proxy = await openProxy(postgres, { statementTimeoutMs: timeoutMs, maxConnections: 2 });
  send = createSender(proxy, url);
  await ask("create table written (what text)");
});
afterAll(cleanUp);

/** Asks Postgres itself, past the proxy. */
function ask(statement: string) {
  return query(postgres.urlOf("postgres", "postgres"), statement);
}

async function written(): Promise<unknown[]> {
  return (await ask("delete from written returning what")).map(({ what }) => what);
}

/** What clients do in the database at this moment, apart from whoever asks. */
async function activity(): Promise<unknown[]> {
  const rows = await ask(`select state, query from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid() and state <> 'idle'`);
  return rows.map(({ query: text }) => text);
}

function bodyOfBytes(length: number): string {
  const empty = JSON.stringify({ query: "select length($1)", params: [""] });
  return empty.replace('""', `"${"x".repeat(length - empty.length)}"`);
}

it("takes a request of 10 MiB and refuses one that is a byte longer", async () => {
  const largest = await send(bodyOfBytes(10 * mebibyte));
  const tooLarge = await send(bodyOfBytes(10 * mebibyte + 1));

  expect(largest.status).toBe(200);
  expect(tooLarge.status).toBe(413);
  expect(tooLarge.body.message).toBe("request is too large (max is 10485760 bytes)");
});

// Neon measures what it has written before each row, so the row that passes the limit still fits.
const rowsOfMebibytes = (count: number) =>
  `select repeat('x', ${mebibyte}) from generate_series(1, ${count})`;

it("gives a response of 10 MiB and refuses a longer one", async () => {
  const large = await send({ query: rowsOfMebibytes(10) });
  const tooLarge = await send({ query: rowsOfMebibytes(12) });

  expect(large.body.rows).toHaveLength(10);
  expect(tooLarge.status).toBe(507);
  expect(tooLarge.body.message).toBe("response is too large (max is 10485760 bytes)");
  expect((await send({ query: "select 1" })).status).toBe(200);
});

it("commits nothing of a batch whose response is too large", async () => {
  const insert = { query: "insert into written values ('a batch')" };

  const { status } = await send({ queries: [insert, { query: rowsOfMebibytes(12) }] });

  expect(status).toBe(507);
  expect(await written()).toEqual([]);
});

it("stops a statement that runs too long, in the database too", async () => {
  const { status, body } = await send({ query: "select pg_sleep(20)" });

  expect(status).toBe(400);
  expect(body).toEqual({ message: tooLong, code: "08P01" });
  expect(await activity()).toEqual([]);
  expect((await send({ query: "select 1" })).status).toBe(200);
});

it("undoes a batch that runs too long", async () => {
  const insert = { query: "insert into written values ('a batch')" };

  const { body } = await send({ queries: [insert, { query: "select pg_sleep(20)" }] });

  expect(body.message).toBe(tooLong);
  await expect.poll(activity).toEqual([]);
  expect(await written()).toEqual([]);
});

it("counts the wait for a free connection as running time", async () => {
  const sleeping = { query: "select pg_sleep(20)" };

  const replies = await Promise.all(
    [sleeping, sleeping, { query: "select 1" }].map((each) => send(each)),
  );

  expect(replies.map(({ body }) => body.message)).toEqual([tooLong, tooLong, tooLong]);
  expect((await send({ query: "select 1" })).status).toBe(200);
});

it.each([
  ["a statement", (statements: { query: string }[]) => statements[1]],
  ["a batch", (statements: { query: string }[]) => ({ queries: statements })],
])("stops %s whose client goes away, and leaves no transaction open", async (_what, bodyOf) => {
  const patient = createSender(await openProxy(postgres), url);
  const leaving = new AbortController();
  const statements = [
    { query: "insert into written values ('before')" },
    { query: "select pg_sleep(20)" },
    { query: "insert into written values ('after')" },
  ];

  const gone = patient(bodyOf(statements), {}, leaving.signal).catch((error: unknown) => error);
  await expect.poll(activity).toEqual(["select pg_sleep(20)"]);
  leaving.abort();
  await gone;

  await expect.poll(activity).toEqual([]);
  expect(await written()).toEqual([]);
});

it("stops for nobody the statement of another request", async () => {
  const patient = createSender(await openProxy(postgres, { maxConnections: 1 }), url);
  const leaving = new AbortController();

  const gone = patient({ query: "select pg_sleep(20)" }, {}, leaving.signal).catch(() => undefined);
  await expect.poll(activity).toEqual(["select pg_sleep(20)"]);
  const next = patient({ query: "select 'mine', pg_sleep(0.3)" });
  leaving.abort();
  await gone;

  expect((await next).body.rows).toEqual([["mine", ""]]);
});

it("fails while the database is lost, and works again when it is back", async () => {
  const waiting = createSender(await openProxy(postgres), url);
  const during = waiting({ query: "select pg_sleep(20)" });
  await expect.poll(activity).toEqual(["select pg_sleep(20)"]);
  const { port } = postgres;

  await postgres.kill();

  expect(await during).toMatchObject({ status: 400, body: { message: "connection closed" } });
  const down = await waiting({ query: "select 1" });
  expect(down).toMatchObject({ status: 500, body: { code: "", severity: "" } });
  expect(down.body.message).toBe("Couldn't connect to compute node");

  postgres = await openPostgres({ folder, port, isDurable: false });
  const reopened = postgres;
  afterwards(() => reopened.kill());
  await expect.poll(async () => (await waiting({ query: "select 1" })).status).toBe(200);
  expect((await send({ query: "select 1" })).status).toBe(200);
});

it("answers what a shutdown of the database interrupts with its reason", async () => {
  const during = createSender(await openProxy(postgres), url)({ query: "select pg_sleep(20)" });
  await expect.poll(activity).toEqual(["select pg_sleep(20)"]);

  await ask(
    "select pg_terminate_backend(pid) from pg_stat_activity where query like '%sleep(20)%' and pid <> pg_backend_pid()",
  );

  expect(await during).toMatchObject({ status: 400, body: { code: "57P01" } });
});

it("finishes closing although a request is running", async () => {
  const closing = await openProxy(postgres);
  const cut = createSender(closing, url)({ query: "select pg_sleep(20)" }).catch(() => "cut");
  await expect.poll(activity).toEqual(["select pg_sleep(20)"]);

  await Promise.race([closing.close(), sleep(5_000).then(() => expect.unreachable())]);

  expect(await cut).toBe("cut");
  await expect.poll(activity).toEqual([]);
});
