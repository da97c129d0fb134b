import pg from "pg";

type Counters = {
  readonly walBytes: number;
  readonly bytes: number;
  readonly transactions: number;
  readonly rows: number;
  readonly commits: number;
};

/** What a transfer costs the database: bytes of write-ahead log and of tables, rows, and commits. */
export async function costOf(ownerUrl: string, run: () => Promise<void>) {
  const before = await countersOf(ownerUrl);
  await run();
  const after = await countersOf(ownerUrl);
  const transfers = after.transactions - before.transactions;
  const each = (name: keyof Counters) =>
    Math.round(((after[name] - before[name]) / transfers) * 100) / 100;
  return {
    "per transfer": {
      "WAL bytes": each("walBytes"),
      "stored bytes": each("bytes"),
      "rows inserted or updated": each("rows"),
      commits: each("commits"),
    },
  };
}

async function countersOf(ownerUrl: string): Promise<Counters> {
  return ask(ownerUrl, async (client) => {
    // Statistics of other sessions arrive within a second.
    await client.query("select pg_sleep(1.5), pg_stat_clear_snapshot()");
    const { rows } = await client.query(
      `select (select pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 as "walBytes",
         (select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = relnamespace
           where relkind = 'r' and nspname in ('platform', 'ledger', 'transactions', 'wallets'))::float8 as bytes,
         (select count(*) from transactions.transactions)::float8 as transactions,
         (select sum(n_tup_ins + n_tup_upd) from pg_stat_user_tables
           where schemaname in ('platform', 'ledger', 'transactions', 'wallets'))::float8 as rows,
         (select xact_commit from pg_stat_database where datname = current_database())::float8 as commits`,
    );
    return rows[0];
  });
}

export async function factsOf(ownerUrl: string): Promise<unknown> {
  return ask(ownerUrl, async (client) => {
    const { rows } = await client.query(
      `select (select count(*) from transactions.transactions) as transactions,
         current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
         current_setting('shared_buffers') as shared_buffers, version() as version`,
    );
    return rows[0];
  });
}

async function ask<Value>(
  url: string,
  question: (client: pg.Client) => Promise<Value>,
): Promise<Value> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await question(client);
  } finally {
    await client.end();
  }
}
