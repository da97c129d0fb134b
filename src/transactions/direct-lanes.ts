import type { Database } from "../platform/database.ts";
import { platformProblem } from "../platform/errors.ts";
import { applyBatch } from "./apply-batch.ts";
import type { Lanes } from "./lanes.ts";

/** Lanes without objects: each unit is one call. What a program without Durable Objects uses, and what lanes are measured against. */
export function directLanes(database: Database, count = 1): Lanes {
  return {
    count,
    submit: async (lane, units) => {
      const replies = await applyBatch({ database }, lane, units.flat());
      let taken = 0;
      return units.map((unit) => {
        taken += unit.length;
        return replies.slice(taken - unit.length, taken);
      });
    },
    accept: async () => {
      throw platformProblem("not_found", "Commands are kept for later by wallet lanes only.");
    },
    find: async () => null,
  };
}
