import type { Database } from "../platform/database.ts";
import { repliesOf } from "./lane-answer.ts";
import { laneOver } from "./lane-over.ts";
import type { Lanes } from "./lanes.ts";
import { packUnit } from "./packed-unit.ts";

/** Lanes without objects: each submission is its own batch. What a program without Durable Objects uses, and what lanes are measured against. */
export function directLanes(database: Database, count = 1): Lanes {
  return {
    count,
    submit: async (lane, units) => {
      // Nothing outlives the request that it belongs to, so nothing is shared with another.
      const answers = await laneOver(database, lane, { isTireless: false }).submit(
        units.map(packUnit),
      );
      return units.map((unit, index) => repliesOf(unit, answers[index]));
    },
    accept: null,
    find: async () => null,
  };
}
