import type { Database } from "../../src/platform/database.ts";
import {
  type GroupCommit,
  type Lanes,
  laneOver,
  packUnit,
  repliesOf,
} from "../../src/transactions/index.ts";

/** Lanes that gather what arrives while a batch is on its way, as the product's do, in this very process. */
export function groupLanes(database: Database, count = 1): Lanes {
  const groups = new Map<number, GroupCommit>();
  const groupOf = (lane: number): GroupCommit => {
    const known = groups.get(lane);
    if (known) return known;
    const made = laneOver(database, lane, { isTireless: false });
    groups.set(lane, made);
    return made;
  };
  return {
    count,
    submit: async (lane, units) => {
      const answers = await groupOf(lane).submit(units.map(packUnit));
      return units.map((unit, index) => repliesOf(unit, answers[index]));
    },
    accept: null,
    find: async () => null,
  };
}
