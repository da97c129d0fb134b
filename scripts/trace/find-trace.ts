import type pg from "pg";

const traceIdPattern = /^[0-9a-f]{32}$/;

/** The traces of requests that something came from; a trace's own id is its answer. */
export async function traceIdsOf(client: pg.Client, wanted: string): Promise<string[]> {
  if (traceIdPattern.test(wanted)) return [wanted];
  const { rows } = await client.query<{ trace_id: string }>(
    `select substring(traceparent from 4 for 32) as trace_id
     from platform.outbox_events
     where aggregate_ref = upper($1) and traceparent is not null
     group by 1
     order by min(created_at)`,
    [wanted],
  );
  return rows.map(({ trace_id }) => trace_id);
}
