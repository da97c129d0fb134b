import { systemClock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import { applyBatch } from "./apply-batch.ts";
import { createGroupCommit } from "./group-commit.ts";
import type { Lanes } from "./lanes.ts";
import { repliesOf } from "./replies-of.ts";

/** Lanes without objects: each submission is its own batch. What a program without Durable Objects uses, and what lanes are measured against. */
export function directLanes(database: Database, count = 1): Lanes {
  return {
    count,
    submit: async (lane, units) => {
      // Nothing outlives the request that it belongs to, so nothing is shared with another.
      const { submit } = createGroupCommit({
        apply: (commands) => applyBatch({ database }, lane, commands),
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        now: () => systemClock.now().getTime(),
        report: (event, fields) => log("warn", event, { lane, ...fields }),
        isTireless: false,
      });
      const answers = await submit(units);
      return units.map((unit, index) => repliesOf(unit, answers[index]));
    },
    accept: null,
    find: async () => null,
  };
}
