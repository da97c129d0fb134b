import { z } from "zod";
import { answered, type Database } from "../platform/database.ts";
import { platformProblem } from "../platform/errors.ts";

/** Another place for the same read models, where analysts ask large questions. */
export type AnalyticsStore = {
  readonly insert: (table: string, rows: readonly Row[]) => Promise<void>;
};

type Row = Readonly<Record<string, unknown>>;
type Fetch = (address: URL, init: RequestInit) => Promise<Response>;

// The largest block that ClickHouse takes whole is a million rows; a batch of events never comes near it.
const timeoutMs = 10_000;
const settings = {
  date_time_input_format: "best_effort",
  // It would leave out what an older table has no column for, and say nothing of it.
  input_format_skip_unknown_fields: "0",
  // What is gathered there is kept before it is answered, and not only taken.
  wait_for_async_insert: "1",
};
const mostErrorLetters = 300;

/**
 * ClickHouse over its HTTP interface. Tables are ReplacingMergeTree, so a row that is sent twice is kept once, and of two
 * states of a transaction the one that more events made. It has met the engine (`npm run clickhouse`), and never a server.
 */
export function createClickHouseStore(address: string, fetch: Fetch): AnalyticsStore {
  const url = new URL(address);
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const database = url.pathname.slice(1) || "saku";
  return {
    insert: async (table, rows) => {
      if (rows.length === 0) return;
      const target = new URL("/", url.origin);
      target.searchParams.set("query", `INSERT INTO ${database}.${table} FORMAT JSONEachRow`);
      for (const [name, value] of Object.entries(settings)) target.searchParams.set(name, value);
      const response = await fetch(target, {
        method: "POST",
        headers: url.username === "" ? {} : { authorization: `Basic ${btoa(credentials)}` },
        body: rows.map((row) => JSON.stringify(row)).join("\n"),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const said = await response.text();
      if (!response.ok) {
        throw new Error(
          `ClickHouse answered ${response.status}: ${said.slice(0, mostErrorLetters)}`,
        );
      }
    },
  };
}

const reportSchema = z.object({
  wallet_refs: z.array(z.string()),
  transaction_refs: z.array(z.string()),
  journal_refs: z.array(z.string()),
});
const rowsSchema = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));

/** Sends the present rows of what a batch of events was about. What fails passes by itself, and is sent later. */
export async function forwardRows(
  database: Database,
  store: AnalyticsStore,
  report: unknown,
): Promise<void> {
  const {
    wallet_refs: wallets,
    transaction_refs: transactions,
    journal_refs: journals,
  } = reportSchema.parse(report);
  const [row] = await answered(
    database.sql`select readmodels.rows_of(
      ${transactions}::text[] || readmodels.transactions_of(${wallets}::text[]), ${journals}::text[]
    ) as rows`,
  );
  try {
    for (const [table, rows] of Object.entries(rowsSchema.parse(row?.rows))) {
      await store.insert(table, rows);
    }
  } catch (error) {
    const detail = "The store of analytics did not take what it was sent.";
    throw Object.assign(platformProblem("database_unavailable", detail), { cause: error });
  }
}
