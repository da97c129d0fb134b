import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { refusal } from "./refusal.ts";

// Any pair that no other program takes; "saku" in ASCII, and its first lock.
const lockKeys = [0x73616b75, 1] as const;
const pollIntervalMs = 250;
export const defaultLockWaitMs = 60_000;

/**
 * Holds the migration lock of this database while the work runs. The lock is one of the session,
 * so it is given back even when the process dies. It is one database's lock: roles belong to the
 * whole cluster, and two databases of one cluster may still meet there.
 */
export async function withMigrationLock<T>(
  client: pg.Client,
  waitMs: number,
  report: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  await takeLock(client, waitMs, report);
  try {
    return await work();
  } finally {
    await client.query("SELECT pg_advisory_unlock($1, $2)", [...lockKeys]).catch(() => undefined);
  }
}

async function takeLock(
  client: pg.Client,
  waitMs: number,
  report: (line: string) => void,
): Promise<void> {
  const deadline = performance.now() + waitMs;
  for (let attempt = 0; !(await tryLock(client)); attempt += 1) {
    const holder = await holderOf(client);
    if (performance.now() >= deadline) {
      throw refusal(
        `Another migration holds the lock of this database: ${holder}. Waited ${waitMs / 1000} s; wait for it to end or end that session, then run this again.`,
      );
    }
    if (attempt === 0) report(`waiting for another migration: ${holder}`);
    await sleep(pollIntervalMs);
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    "SELECT pg_try_advisory_lock($1, $2) AS locked",
    [...lockKeys],
  );
  return rows[0]?.locked === true;
}

async function holderOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ pid: number; application: string; role: string }>(
    `SELECT a.pid, a.application_name AS application, a.usename AS role
       FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
        AND l.classid = $1 AND l.objid = $2
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [...lockKeys],
  );
  const holder = rows[0];
  if (holder === undefined) return "a session that has just ended";
  return `pid ${holder.pid}, application "${holder.application}", role "${holder.role}"`;
}
