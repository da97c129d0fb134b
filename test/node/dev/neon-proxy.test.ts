import { NeonDbError } from "@neondatabase/serverless";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { NeonProxy } from "../../../dev/neon-proxy.ts";
import type { Postgres } from "../../../dev/postgres.ts";
import {
  connectionStringOf,
  createSender,
  driverOf,
  openProxy,
} from "../../support/neon-proxy-sandbox.ts";
import { cleanUp, newFolder, open, query } from "../../support/postgres-sandbox.ts";

let postgres: Postgres;
let proxy: NeonProxy;
let url: string;
let sql: ReturnType<typeof driverOf>;
let send: ReturnType<typeof createSender>;

beforeAll(async () => {
  postgres = await open(newFolder());
  // One connection, so that each request meets what the one before it left behind.
  proxy = await openProxy(postgres, { maxConnections: 1 });
  url = connectionStringOf(postgres);
  sql = driverOf(proxy, url);
  send = createSender(proxy, url);
  await query(
    postgres.urlOf("postgres", "postgres"),
    `create table accounts (
       id int primary key, owner text not null, balance numeric(20, 2) check (balance >= 0),
       parent int references accounts deferrable initially deferred
     );
     insert into accounts values (1, 'Ada', 10.50, null);
     create function remember(what text) returns void language plpgsql as $$ begin
       perform pg_advisory_lock(7);
       perform set_config('saku.note', what, false);
       create temp table scraps as select what;
       execute 'prepare leftover as select 1';
       execute 'listen gossip';
     end $$`,
  );
});
afterAll(cleanUp);

it("gives the driver typed values, whatever the types of the parameters", async () => {
  const rows =
    await sql`select ${1}::int as whole, ${"x'y"}::text as text, ${null}::text as nothing,
    ${true}::bool as truth, ${[1, 2]}::int[] as list, ${{ a: [1] }}::jsonb as json,
    9007199254740993 as large, 0.10::numeric as money, ${"ü€😀"} as letters`;

  expect(rows).toEqual([
    {
      whole: 1,
      text: "x'y",
      nothing: null,
      truth: true,
      list: [1, 2],
      json: { a: [1] },
      large: "9007199254740993",
      money: "0.10",
      letters: "ü€😀",
    },
  ]);
});

it("answers cells as raw text with everything that Neon says of a column", async () => {
  const { status, headers, body } = await send({ query: "select 7::int2 as n, null as v" });

  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/json");
  const unnamed = { tableID: 0, columnID: 0, dataTypeModifier: -1, format: "text" };
  expect(body).toEqual({
    fields: [
      { name: "n", dataTypeID: 21, dataTypeSize: 2, ...unnamed },
      { name: "v", dataTypeID: 25, dataTypeSize: -1, ...unnamed },
    ],
    rows: [["7", null]],
    command: "SELECT",
    rowCount: 1,
    rowAsArray: true,
  });
});

it.each([
  ["create table scratch (n int)", { command: "CREATE", rowCount: null, fields: [], rows: [] }],
  ["insert into scratch values (1), (2)", { command: "INSERT", rowCount: 2 }],
  ["update scratch set n = 3 where n = 2", { command: "UPDATE", rowCount: 1 }],
  ["drop table scratch", { command: "DROP", rowCount: null }],
  ["", { command: "", rowCount: null, fields: [], rows: [] }],
])("tells what '%s' did", async (statement, expected) => {
  expect((await send({ query: statement })).body).toMatchObject(expected);
});

it("turns every kind of JSON parameter into text as Neon does", async () => {
  const params = [0, 5, true, { a: 1 }, [1, [null, 'q"\\'], { b: "c" }], null];
  const text = JSON.stringify({
    query: "select $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text",
    params: [...params, "exactly"],
  }).replace("[0", "[12345678901234567891");

  expect((await send(text)).body.rows).toEqual([
    [
      "12345678901234567891",
      "5",
      "true",
      '{"a":1}',
      '{1,{NULL,"q\\"\\\\"},"{\\"b\\":\\"c\\"}"}',
      null,
      "exactly",
    ],
  ]);
});

it("gives rows as objects or arrays, a query's own wish before the header", async () => {
  const wantsObjects = { "Neon-Array-Mode": "false" };

  const byHeader = await send({ query: "select 1 as a, 2 as b" }, wantsObjects);
  const byQuery = await send({ query: "select 1 as a", arrayMode: true }, wantsObjects);

  expect(byHeader.body).toMatchObject({ rows: [{ a: "1", b: "2" }], rowAsArray: false });
  expect(byQuery.body).toMatchObject({ rows: [["1"]], rowAsArray: true });
});

it("gives JSON values to a client that does not ask for raw text", async () => {
  const statement = `select true, 5, 5::bigint, 1.5::float8, 'NaN'::float8, '{"a": [1]}'::jsonb, 'x',
    array[[1, null], [2, 3]], array['a,"b"', 'NULL', null], array[true]`;

  const { body } = await send({ query: statement }, { "Neon-Raw-Text-Output": "false" });

  const arrays = [
    [
      [1, null],
      [2, 3],
    ],
    ['a,"b"', "NULL", null],
    [true],
  ];
  expect(body.rows).toEqual([[true, 5, "5", 1.5, "NaN", { a: [1] }, "x", ...arrays]]);
});

it("refuses two statements in one query", async () => {
  expect((await send({ query: "select 1; select 2" })).body.code).toBe("42601");
});

it("says all that Postgres says of an error, and null for what it does not", async () => {
  const { status, body } = await send({ query: "insert into accounts values (1, 'Eve', 0, null)" });

  expect(status).toBe(400);
  expect(body).toEqual({
    message: 'duplicate key value violates unique constraint "accounts_pkey"',
    code: "23505",
    detail: "Key (id)=(1) already exists.",
    hint: null,
    position: null,
    internalPosition: null,
    internalQuery: null,
    severity: "ERROR",
    where: null,
    table: "accounts",
    column: null,
    schema: "public",
    dataType: null,
    constraint: "accounts_pkey",
    file: "nbtinsert.c",
    line: expect.stringMatching(/^\d+$/),
    routine: "_bt_check_unique",
  });
});

it("gives the driver an error that knows its SQLSTATE and its position", async () => {
  const error = await sql`select nonsense`.catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(NeonDbError);
  expect(error).toMatchObject({ code: "42703", position: "8", severity: "ERROR" });
});

it.each([
  ["ReadUncommitted", "read uncommitted"],
  ["ReadCommitted", "read committed"],
  ["RepeatableRead", "repeatable read"],
  ["Serializable", "serializable"],
] as const)("runs a batch in isolation %s", async (isolationLevel, shown) => {
  const results = await sql.transaction([sql`show transaction_isolation`], { isolationLevel });

  expect(results).toEqual([[{ transaction_isolation: shown }]]);
});

it("runs a batch read-only and deferrable, and repeats the modes in its answer", async () => {
  const modes = {
    "Neon-Batch-Isolation-Level": "Serializable",
    "Neon-Batch-Read-Only": "true",
    "Neon-Batch-Deferrable": "true",
  };
  const show = ["show transaction_read_only", "show transaction_deferrable"];

  const { headers, body } = await send({ queries: show.map((each) => ({ query: each })) }, modes);

  expect(body.results?.map(({ rows }) => rows)).toEqual([[["on"]], [["on"]]]);
  for (const [name, value] of Object.entries(modes)) expect(headers.get(name)).toBe(value);
  const write = sql.transaction([sql`delete from accounts`], { readOnly: true });
  await expect(write).rejects.toMatchObject({ code: "25006" });
});

it("undoes a batch whose last statement fails, and says why", async () => {
  const insert = sql`insert into accounts values (2, 'Bob', 5, null)`;
  const overdraw = sql`update accounts set balance = -1 where id = 2`;

  await expect(sql.transaction([insert, overdraw])).rejects.toMatchObject({ code: "23514" });

  expect(await sql`select id from accounts where id = 2`).toEqual([]);
});

it("answers 400 for a commit that fails, and nothing of the batch stays", async () => {
  const orphan = { query: "insert into accounts values (3, 'Orphan', 0, 99)" };

  const { status, body } = await send({ queries: [orphan, { query: "select 1" }] });

  expect(status).toBe(400);
  expect(body).toMatchObject({ code: "23503", constraint: "accounts_parent_fkey" });
  expect(await sql`select id from accounts where id = 3`).toEqual([]);
});

it("answers an empty batch with no results", async () => {
  expect((await send({ queries: [] })).body).toEqual({ results: [] });
});

it("lets nothing of a session reach the next request on the same connection", async () => {
  const [before] = await sql`select pg_backend_pid() as pid`;
  await sql`select remember('a secret')`;
  await sql`set statement_timeout = 1234`;
  await sql`set role saku_owner`;
  await sql`create sequence tickets`;
  await sql`select nextval('tickets')`;

  const [state] = await sql`select current_setting('saku.note', true) as note, current_user as role,
    current_setting('statement_timeout') as timeout, to_regclass('scraps') as scraps,
    (select count(*)::int from pg_locks where locktype = 'advisory') as locks,
    (select count(*)::int from pg_prepared_statements) as prepared,
    (select count(*)::int from pg_listening_channels()) as channels, pg_backend_pid() as pid`;

  const clean = { locks: 0, prepared: 0, channels: 0, scraps: null, timeout: "0" };
  expect(state).toEqual({ note: "", role: "postgres", pid: before?.pid, ...clean });
  await expect(sql`select currval('tickets')`).rejects.toMatchObject({ code: "55000" });
});

it("cleans up after a statement that failed, too", async () => {
  await expect(sql`select remember('x'), 1 / 0 from accounts`).rejects.toMatchObject({
    code: "22012",
  });
  await expect(sql`select pg_advisory_lock(8), 1 / (id - id) from accounts`).rejects.toThrow();

  const locks = await sql`select 1 from pg_locks where locktype = 'advisory'`;

  expect(locks).toEqual([]);
});

it("never leaves a transaction open that a single statement has opened", async () => {
  await sql`begin`;

  const states = await sql`select state from pg_stat_activity
    where state like 'idle in%' and datname = current_database()`;

  expect(states).toEqual([]);
});

it("answers COPY with an error instead of waiting for data", async () => {
  const { status, body } = await send({ query: "copy accounts from stdin" });

  expect([status, body.message]).toEqual([400, "unexpected message from server"]);
  expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
});
