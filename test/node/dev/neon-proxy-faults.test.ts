import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Fault, FaultBoard, NeonProxy } from "../../../dev/neon-proxy.ts";
import type { Postgres } from "../../../dev/postgres.ts";
import {
  connectionStringOf,
  createSender,
  driverOf,
  openProxy,
  websocketPoolOf,
} from "../../support/neon-proxy-sandbox.ts";
import { cleanUp, newFolder, open, query } from "../../support/postgres-sandbox.ts";

let postgres: Postgres;
let proxy: NeonProxy;
let url: string;

beforeAll(async () => {
  postgres = await open(newFolder());
  proxy = await openProxy(postgres, { faults: { seed: 7 } });
  url = connectionStringOf(postgres);
  await query(postgres.urlOf("postgres", "postgres"), "create table written (what text)");
});
afterAll(cleanUp);
beforeEach(() => board().disarm());

function board(of = proxy): FaultBoard {
  if (!of.faults) throw new Error("This proxy was opened without faults.");
  return of.faults;
}

/** Writes once through the proxy; tells how the driver saw it and how many rows are there. */
async function write(isBatch = false) {
  const sql = driverOf(proxy, url);
  await query(postgres.urlOf("postgres", "postgres"), "truncate written");
  const statement = sql`insert into written values ('it')`;
  const seen = await (isBatch ? sql.transaction([statement]) : statement).then(
    () => "success",
    (error: Error) => error.message,
  );
  const rows = await query(postgres.urlOf("postgres", "postgres"), "select from written");
  return { seen, rows: rows.length };
}

const lost = expect.stringMatching(/^Error connecting to database/);

it.each([
  ["refuse-connection", lost, 0],
  ["cut-before-statement", lost, 0],
  ["cut-after-commit", lost, 1],
  ["answer-500", expect.stringMatching(/HTTP status 500/), 0],
] as const)("can %s once, and no more", async (kind, seen, rows) => {
  board().arm({ kind, times: 1 });

  expect(await write()).toEqual({ seen, rows });
  expect(await write()).toEqual({ seen: "success", rows: 1 });
});

it("can lose the answer to a batch that was committed", async () => {
  board().arm({ kind: "cut-after-commit", times: 1 });

  expect(await write(true)).toEqual({ seen: lost, rows: 1 });
});

it("can delay a statement", async () => {
  board().arm({ kind: "delay", delayMs: 120, times: 1 });
  const startMs = performance.now();

  expect(await write()).toEqual({ seen: "success", rows: 1 });
  expect(performance.now() - startMs).toBeGreaterThan(115);
});

it("hits only statements that contain what it matches", async () => {
  board().arm({ kind: "answer-500", matching: "marked" });
  const send = createSender(proxy, url);

  expect((await send({ query: "select 1" })).status).toBe(200);
  expect((await send({ query: "select 1 /* marked */" })).status).toBe(500);
  expect((await send({ queries: [{ query: "select 1 /* marked */" }] })).status).toBe(500);
});

it("can refuse a websocket", async () => {
  board().arm({ kind: "refuse-connection", times: 1 });
  const pool = websocketPoolOf(proxy, url);

  await expect(pool.query("select 1")).rejects.toBeDefined();
  expect((await pool.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
  await pool.end();
});

it("throws the same dice for the same seed", async () => {
  const statusesOf = async (seed: number) => {
    const seeded = await openProxy(postgres, { faults: { seed } });
    board(seeded).arm({ kind: "answer-500", probability: 0.5 });
    const statuses: number[] = [];
    for (let left = 24; left > 0; left -= 1) {
      statuses.push((await createSender(seeded, url)({ query: "select 1" })).status);
    }
    return statuses;
  };

  const [first, again, other] = [await statusesOf(3), await statusesOf(3), await statusesOf(4)];

  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 500]));
});

it("is armed, replaced and read over HTTP", async () => {
  const address = new URL("/faults", proxy.url);
  const post = async (body: unknown) => {
    const response = await fetch(address, { method: "POST", body: JSON.stringify(body) });
    return (await response.json()) as ReturnType<FaultBoard["report"]>;
  };
  const fault: Fault = { kind: "cut-after-commit", times: 2 };
  const before = board().report().struck["cut-after-commit"];

  expect((await post(fault)).armed).toEqual([fault]);
  await write();
  const report = await (await fetch(address)).json();
  expect(report).toMatchObject({
    armed: [{ kind: "cut-after-commit", times: 1 }],
    struck: { "cut-after-commit": before + 1 },
  });
  expect((await post([])).armed).toEqual([]);
});

it.each([
  [{ kind: "explode" }, /^The kind of a fault is one of: refuse-connection, /],
  [{ kind: "delay", delayMs: -1 }, /^The delayMs of a fault is a number from 0 to 600000\.$/],
  [
    { kind: "answer-500", probability: 2 },
    /^The probability of a fault is a number from 0 to 1\.$/,
  ],
  [{ kind: "refuse-connection", matching: "x" }, /^A refused connection never tells its SQL/],
])("refuses to arm %o", async (fault, message) => {
  const response = await fetch(new URL("/faults", proxy.url), {
    method: "POST",
    body: JSON.stringify(fault),
  });

  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ message: expect.stringMatching(message) });
});
