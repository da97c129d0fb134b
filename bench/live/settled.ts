import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { consumerGroups } from "../../src/subscriptions.ts";

const pollMs = 250;
const patienceMs = 600_000;

/** Waits until every group has taken every event that there is, as its own positions say. */
export async function untilSettled(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const until = performance.now() + patienceMs;
  try {
    for (const { name, aggregateTypes } of consumerGroups) {
      const types = aggregateTypes === "all" ? null : aggregateTypes;
      for (;;) {
        const { rows } = await client.query<{ untaken: string }>(untakenSql, [name, types]);
        if (Number(rows[0]?.untaken) === 0) break;
        if (performance.now() > until) throw new Error(`${name} has not taken all events.`);
        await sleep(pollMs);
      }
    }
  } finally {
    await client.end();
  }
}

const untakenSql = `
  select (select count(*) from platform.outbox_events where $2::text[] is null or aggregate_type = any ($2))
    - (select coalesce(sum(sequence), 0) from platform.inbox_positions where consumer_group = $1) as untaken`;
