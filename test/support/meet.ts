import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";

type Statement = { readonly text: string; readonly values: readonly unknown[] };

const patienceMs = 10_000;

/**
 * Starts many things and lets none go on until all of them stand before a lock that the test holds. Without that, each is
 * so quick that it is over before the next begins, and a race proves nothing. What happens meanwhile has happened when
 * they go on.
 */
export async function meet<Result>(
  ownerUrl: string,
  lock: Statement,
  count: number,
  start: (index: number) => Promise<Result>,
  meanwhile?: Statement,
): Promise<Result[]> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("begin");
    await client.query(lock.text, [...lock.values]);
    const all = Promise.all(Array.from({ length: count }, (_, index) => start(index)));
    // What goes wrong meanwhile is told when all are awaited.
    all.catch(() => undefined);
    await untilWaiting(client, count);
    if (meanwhile) await client.query(meanwhile.text, [...meanwhile.values]);
    await client.query("commit");
    return await all;
  } finally {
    await client.end();
  }
}

async function untilWaiting(client: Client, count: number): Promise<void> {
  const endsAt = Date.now() + patienceMs;
  for (;;) {
    // pg_stat_activity stands still inside a transaction, and hides from the owner what others wait for.
    const { rowCount } = await client.query(
      `select distinct waiting.pid from pg_locks as waiting where not waiting.granted and exists (
         select from pg_locks as held join pg_database on oid = held.database
         where held.pid = waiting.pid and datname = current_database()
       )`,
    );
    if ((rowCount ?? 0) >= count) return;
    if (Date.now() > endsAt) throw new Error(`${rowCount} of ${count} came to the lock.`);
    await wait(5);
  }
}

/** The row of a person. */
export function lockOfUser(userRef: string) {
  return { text: "select from identity.users where user_ref = $1 for update", values: [userRef] };
}
