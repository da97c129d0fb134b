import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

export type EventLag = { readonly events: number; readonly p50Ms: number; readonly p99Ms: number };

const pollMs = 100;
const patienceMs = 600_000;

/** What became of events, asked in the database itself: it knows when each of them was committed and taken. */
export function createEventGauge(ownerUrl: string) {
  const ask = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    /** Waits until every group has taken everything, and tells how many events that were and how long it took. */
    async drained(): Promise<{ events: number; seconds: number }> {
      const begunAt = performance.now();
      const consumedAtFirst = await consumed(ask);
      while (performance.now() - begunAt < patienceMs) {
        const { isDone } = (await ask<{ isDone: boolean }>(drainedQuery))[0] ?? { isDone: false };
        if (isDone) {
          const events = (await consumed(ask)) - consumedAtFirst;
          return { events, seconds: (performance.now() - begunAt) / 1_000 };
        }
        await sleep(pollMs);
      }
      throw new Error("The events of the benchmark were not taken in ten minutes.");
    },
    /** How long after its commit each event stood in the audit log, of those that were recorded since a moment. */
    async lagSince(moment: Date): Promise<EventLag> {
      const [row] = await ask<{ events: string; p50: number | null; p99: number | null }>(
        `select count(*) as events,
           percentile_cont(0.5) within group (order by lag) as p50, percentile_cont(0.99) within group (order by lag) as p99
         from (
           select extract(epoch from recorded_at - occurred_at)::float * 1000 as lag
           from audit.audit_logs where occurred_at >= $1
         ) as lags`,
        [moment],
      );
      return {
        events: Number(row?.events ?? 0),
        p50Ms: Math.round(row?.p50 ?? 0),
        p99Ms: Math.round(row?.p99 ?? 0),
      };
    },
  };
}

const drainedQuery = `select coalesce(bool_and(
    (told ->> 'relay_lag_ms')::bigint = 0 and (told ->> 'waiting')::bigint = 0
  ), false) as "isDone"
  from json_array_elements(platform.event_metrics() -> 'groups') as told`;

async function consumed(
  ask: <Row extends object>(text: string) => Promise<Row[]>,
): Promise<number> {
  const [row] = await ask<{ consumed: string }>(
    "select coalesce(sum(consumed_events), 0)::bigint as consumed from platform.group_progress",
  );
  return Number(row?.consumed ?? 0);
}
