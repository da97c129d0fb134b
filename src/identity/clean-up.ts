import { z } from "zod";
import { answered } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import type { IdentityDeps } from "./deps.ts";

// A slice takes milliseconds, and a run stays short beside the others of its minute. What is left waits for the next run.
const rowsASlice = 1_000;
const slicesARun = 20;

const removedSchema = z.record(z.string(), z.int());

export type CleanUp = {
  readonly removed: Readonly<Record<string, number>>;
  /** Whether something was left for the next run. */
  readonly hasMore: boolean;
};

/** Removes what has served its time: used codes and links, ended sessions, old denials. */
export async function cleanUp(deps: Pick<IdentityDeps, "database" | "clock">): Promise<CleanUp> {
  const startedAt = deps.clock.now();
  const removed: Record<string, number> = {};
  let hasMore = true;
  for (let slice = 0; hasMore && slice < slicesARun; slice += 1) {
    const counts = await removeSlice(deps);
    for (const [kind, count] of Object.entries(counts)) {
      removed[kind] = (removed[kind] ?? 0) + count;
    }
    hasMore = Object.values(counts).some((count) => count >= rowsASlice);
  }
  const done = { removed, hasMore };
  if (hasMore) log("warn", "identity_clean_up_behind", done);
  await answered(
    deps.database.sql`select platform.record_job_run(
      'identity.clean_up', ${startedAt.toISOString()}, ${!hasMore}, ${JSON.stringify(done)}::jsonb
    )`,
  );
  return done;
}

async function removeSlice({ database }: Pick<IdentityDeps, "database">) {
  const rows = await answered(database.sql`select identity.clean_up(${rowsASlice}) as removed`);
  return removedSchema.parse(rows[0]?.removed);
}
