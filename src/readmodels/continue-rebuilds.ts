import { log } from "../platform/log.ts";
import { neededPartsSchema, readArchived } from "../platform/read-archived.ts";
import { callFunction } from "./call-function.ts";
import type { ReadmodelsDeps } from "./deps.ts";
import { listProjections } from "./list-projections.ts";
import { projectionSchema } from "./projection.ts";

// Consumers wait while a slice is read, and nobody gives a query more than fourteen seconds.
const thingsASlice = 2_000;
// Of what comes from copies: Neon takes ten megabytes at the most, and every quotation mark within counts twice.
const archivedBytesASlice = 4_000_000;
// The cron comes again in a minute.
const longestRunMs = 50_000;

/** Goes on with the rebuilds that are under way, slice by slice. Each keeps what it has done, and may be the last. */
export async function continueRebuilds(
  deps: ReadmodelsDeps,
  sliceSize: number = thingsASlice,
): Promise<void> {
  await callFunction(deps, "readmodels.clear_replaced", []);
  const endsAt = deps.clock.now().getTime() + longestRunMs;
  const rebuilding = (await listProjections(deps)).filter(({ state }) => state === "REBUILDING");
  const failures: unknown[] = [];
  for (const { name } of rebuilding) {
    try {
      const isDone = await continueUntil(deps, name, sliceSize, endsAt);
      log("info", "projection_rebuild", { projection: name, is_done: isDone });
    } catch (error) {
      // One that cannot go on keeps the others from nothing.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.join("; "));
}

/** Whether the rebuild is done. */
async function continueUntil(
  deps: ReadmodelsDeps,
  name: string,
  sliceSize: number,
  endsAt: number,
): Promise<boolean> {
  let size = sliceSize;
  while (deps.clock.now().getTime() < endsAt) {
    const parts = neededPartsSchema.parse(
      await callFunction(deps, "readmodels.archived_parts", [name, size]),
    );
    // One thing is never too large by itself: its events are few.
    const bytesAtMost = size === 1 ? Number.POSITIVE_INFINITY : archivedBytesASlice;
    const archived = await readArchived(deps.archive, parts, bytesAtMost);
    if (archived === null) {
      size = Math.ceil(size / 2);
      continue;
    }
    const given = `[${archived.join(",")}]`;
    const slice = await callFunction(deps, "readmodels.rebuild_slice", [name, size, given]);
    if (slice === null || projectionSchema.parse(slice).state !== "REBUILDING") return true;
  }
  return false;
}
