import { z } from "zod";
import { answered, type Database } from "./database.ts";

const sliceSize = 5_000;

/** Forgets runs of jobs that nobody asks for any more, the oldest first. Answers how many. */
export async function purgeJobRuns(
  { database }: { readonly database: Database },
  limit: number = sliceSize,
): Promise<number> {
  const [row] = await answered(database.sql`select platform.purge_job_runs(${limit}) as purged`);
  return z.int().parse(row?.purged);
}
