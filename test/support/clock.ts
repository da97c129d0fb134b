// The clock of a database that belongs to one test: what stamps entries and draws the borders of days is one function.
import { queryAs } from "./database.ts";

/** Stops the clock at a moment. Entries never run backwards, so a wallet's moments may only go forwards. */
export async function stopClockAt(ownerUrl: string, moment: string): Promise<void> {
  await replaceMoment(ownerUrl, `'${new Date(moment).toISOString()}'::timestamptz`);
}

/** Lets the clock run, so much ahead of the true time. */
export async function runClockAhead(ownerUrl: string, days: number): Promise<void> {
  const ahead = `interval '${days} days'`;
  await replaceMoment(ownerUrl, `date_trunc('milliseconds', clock_timestamp() + ${ahead})`);
}

async function replaceMoment(ownerUrl: string, expression: string): Promise<void> {
  await queryAs(
    ownerUrl,
    `create or replace function platform.moment() returns timestamptz language sql volatile set search_path = ''
     as $$ select ${expression} $$`,
  );
}
