// The best minimal double entry that a program can write by hand, straight from Node with `pg`: begin, idempotency row, two
// balance updates in one order, two entries, commit. Run as a process of its own by bench/run.ts:
//   node bench/raw.ts <owner url> <connections> <seconds> <accounts> <hot: true|false>
import { randomBytes, randomInt } from "node:crypto";
import pg from "pg";

const [url, connections, seconds, accounts, isHot] = process.argv.slice(2);
const count = Number(accounts);
const pool = new pg.Pool({ connectionString: String(url), max: Number(connections) });

await pool.query("create schema if not exists raw");
await pool.query(
  `create table if not exists raw.balances (
     id integer primary key, balance numeric(38,0) not null check (balance >= 0)) with (fillfactor = 70)`,
);
await pool.query(
  `create table if not exists raw.entries (
     id bigint generated always as identity primary key, key text not null, account_id integer not null,
     amount numeric(38,0) not null, created_at timestamptz not null default now())`,
);
await pool.query(
  "create table if not exists raw.keys (key text primary key, created_at timestamptz not null default now())",
);
await pool.query(
  "insert into raw.balances select id, 1000000000 from generate_series(0, $1::integer - 1) id on conflict do nothing",
  [count],
);

const until = performance.now() + Number(seconds) * 1000;
const latencies: number[] = [];
await Promise.all(Array.from({ length: Number(connections) }, client));
await pool.end();
latencies.sort((a, b) => a - b);
const percentile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
console.log(
  JSON.stringify({
    perSecond: Math.round(latencies.length / Number(seconds)),
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
  }),
);

async function client(): Promise<void> {
  const connection = await pool.connect();
  while (performance.now() < until) {
    const begun = performance.now();
    await transfer(connection);
    latencies.push(performance.now() - begun);
  }
  connection.release();
}

async function transfer(connection: pg.PoolClient): Promise<void> {
  const from = isHot === "true" ? 0 : randomInt(count);
  const to = (from + 1 + randomInt(count - 1)) % count;
  const key = randomBytes(13).toString("hex");
  const lower = Math.min(from, to);
  const run = (name: string, text: string, values: unknown[] = []) =>
    connection.query({ name, text, values });
  await run("begin", "begin");
  await run("key", "insert into raw.keys (key) values ($1)", [key]);
  for (const id of [lower, lower === from ? to : from]) {
    await run("balance", "update raw.balances set balance = balance + $2 where id = $1", [
      id,
      id === from ? -1 : 1,
    ]);
  }
  await run(
    "entries",
    "insert into raw.entries (key, account_id, amount) values ($1, $2, -1), ($1, $3, 1)",
    [key, from, to],
  );
  await run("commit", "commit");
}
