import type { WalletLane } from "../../durable-objects/wallet-lane.ts";
import type { Database } from "../../src/platform/database.ts";
import { applyBatch, createGroupCommit, type GroupCommit, type Lanes } from "../../src/transactions/index.ts";
import { createWalletLanes } from "../../src/wallet-lanes.ts";

/** The product's lanes over group commit in this very process, without the objects around them. */
export function groupLanes(database: Database, count = 1): Lanes {
  const groups = new Map<string, GroupCommit>();
  const groupOf = (name: string): GroupCommit => {
    const lane = Number.parseInt(name.replace("lane-", ""), 10);
    const group = groups.get(name) ?? createGroupCommit({
      apply: (commands) => applyBatch({ database }, lane, commands),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      now: () => Date.now(),
      report: () => undefined,
    });
    groups.set(name, group);
    return group;
  };
  const namespace = {
    getByName: (name: string) => ({
      submit: async (units: string) => JSON.stringify(await groupOf(name).submit(JSON.parse(units))),
    }),
  };
  // Of an object's namespace the lanes that submit use nothing else.
  return createWalletLanes(namespace as DurableObjectNamespace<WalletLane>, count);
}
