import { Client } from "pg";
import { expect, onTestFinished } from "vitest";
import type { Database } from "../../src/platform/database.ts";
import { applyBatch } from "../../src/transactions/apply-batch.ts";
import { type Command, packUnit, type Reply, readReply } from "../../src/transactions/index.ts";
import { queryAs } from "./database.ts";

/** Somebody else who has done something and not yet committed it. */
export type Rival<Done> = {
  readonly done: Done;
  readonly end: (how: "commit" | "rollback") => Promise<void>;
};

/** Does something in a transaction of its own, which stays open until its test ends it. */
export async function openRival<Done>(
  url: string,
  work: (client: Client) => Promise<Done>,
): Promise<Rival<Done>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query("begin");
  const done = await work(client);
  return { done, end: async (how) => void (await client.query(how)) };
}

/** Another lane, which has done its batch and not yet committed it. */
export function openRivalLane(
  url: string,
  commands: readonly Command[],
): Promise<Rival<readonly Reply[]>> {
  return openRival(url, async (client) => {
    const sql = {
      query: async (text: string, values: unknown[]) => (await client.query(text, values)).rows,
    };
    const units = commands.map((command) => packUnit([command]));
    return (await applyBatch({ database: { sql } as Database }, 1, units)).map(readReply);
  });
}

/** Waits until somebody stands before what a rival holds. */
export async function somebodyWaits(url: string): Promise<void> {
  const waiting =
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await expect.poll(async () => (await queryAs(url, waiting)).length).toBeGreaterThan(0);
}
