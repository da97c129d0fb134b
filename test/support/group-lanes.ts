import type { Database } from "../../src/platform/database.ts";
import { platformProblem } from "../../src/platform/errors.ts";
import {
  applyBatch,
  createGroupCommit,
  type GroupCommit,
  type Lanes,
  repliesOf,
} from "../../src/transactions/index.ts";

/** Lanes that gather what arrives while a batch is on its way, as the product's do, in this very process. */
export function groupLanes(database: Database, count = 1): Lanes {
  const groups = new Map<number, GroupCommit>();
  const groupOf = (lane: number): GroupCommit => {
    const known = groups.get(lane);
    if (known) return known;
    const made = createGroupCommit({
      apply: (commands) => applyBatch({ database }, lane, commands),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      now: () => Date.now(),
      report: () => undefined,
      isTireless: false,
    });
    groups.set(lane, made);
    return made;
  };
  return {
    count,
    submit: async (lane, units) => {
      const answers = await groupOf(lane).submit(units);
      return units.map((unit, index) => repliesOf(unit, answers[index]));
    },
    accept: async () => {
      throw platformProblem("not_found", "Commands are kept for later by wallet lanes only.");
    },
    find: async () => null,
  };
}
