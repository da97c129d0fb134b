import { systemClock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import { applyBatch } from "./apply-batch.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";
import type { PackedUnit } from "./packed-unit.ts";

type LaneOptions = {
  /** Whether it goes on asking when nobody waits for the answer any more. */
  readonly isTireless: boolean;
  /** Told of every batch that was applied, before its senders are. */
  readonly onApplied?: (units: readonly PackedUnit[], replies: readonly string[]) => Promise<void>;
};

/** Group commit over the database: the same wherever it runs, in an object or within one request. */
export function laneOver(database: Database, lane: number, options: LaneOptions): GroupCommit {
  return createGroupCommit({
    apply: async (units) => {
      const replies = await applyBatch({ database }, lane, units);
      await options.onApplied?.(units, replies);
      return replies;
    },
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => systemClock.now().getTime(),
    report: (event, fields) => log("warn", event, { lane, ...fields }),
    isTireless: options.isTireless,
  });
}
