import type { Clock } from "../platform/clock.ts";
import { answered, type Database } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { log } from "../platform/log.ts";
import {
  type BalanceCopy,
  balanceCopySchema,
  copyKeyOf,
  type Edge,
  isKeptOn,
} from "./balance-copy.ts";
import { waitForVersion } from "./wait-for-version.ts";

/** Reads copies of balances, which may be old; null for a wallet that no event has told of. */
export type BalanceCopies = {
  /**
   * With a version it waits until the copy has come that far, and then answers what there is. What somebody else than its
   * owner asks for, who acts for themselves, is not kept for them.
   */
  readonly read: (
    walletRef: Ref,
    minVersion?: number,
    actingOwner?: Ref | null,
  ) => Promise<BalanceCopy | null>;
};

type BalanceCopiesDeps = {
  readonly database: Database;
  readonly edge: Edge;
  readonly clock: Clock;
};

export function createBalanceCopies(deps: BalanceCopiesDeps): BalanceCopies {
  return {
    read: async (walletRef, minVersion = 0, actingOwner = null) => {
      const near = await readAtEdge(deps.edge, walletRef);
      const isKept = near !== null && isKeptOn(near, deps.clock.now());
      if (isKept && near.version >= minVersion) return near;
      const look = () => readProjected(deps.database, walletRef);
      const copy = isKept ? await look() : await keepCopy(deps, { walletRef, near, actingOwner });
      return waitForVersion(
        copy,
        (seen) => minVersion === 0 || (seen !== null && seen.version >= minVersion),
        look,
      );
    },
  };
}

/** The edge is there to be fast. Where it fails, the database answers. */
async function readAtEdge(edge: Edge, walletRef: Ref): Promise<BalanceCopy | null> {
  try {
    const text = await edge.get(copyKeyOf(walletRef));
    return text === null ? null : balanceCopySchema.parse(JSON.parse(text));
  } catch (error) {
    log("warn", "balance_copy_unreadable", { wallet_ref: walletRef, error: String(error) });
    return null;
  }
}

type Wish = {
  readonly walletRef: Ref;
  readonly near: BalanceCopy | null;
  readonly actingOwner: Ref | null;
};

/** Reads the wallet, and has it kept at the edge from now on. Where that fails, what lies there is still good. */
async function keepCopy(
  { database, edge }: BalanceCopiesDeps,
  { walletRef, near, actingOwner }: Wish,
): Promise<BalanceCopy | null> {
  try {
    const [row] = await answered(
      database.sql`select readmodels.keep_copy(${walletRef}, ${actingOwner}) as copy`,
    );
    if (!row?.copy) return null;
    const copy = balanceCopySchema.parse(row.copy);
    if (actingOwner !== null && actingOwner !== copy.owner_ref) return copy;
    await edge.put(copy).catch((error: unknown) => {
      log("warn", "balance_copy_lost", { wallet_ref: walletRef, error: String(error) });
    });
    return copy;
  } catch (error) {
    if (!near) throw error;
    log("warn", "balance_copy_not_renewed", { wallet_ref: walletRef, error: String(error) });
    return near;
  }
}

async function readProjected(database: Database, walletRef: Ref): Promise<BalanceCopy | null> {
  const [row] = await answered(database.sql`select readmodels.balance_copy(${walletRef}) as copy`);
  return row?.copy ? balanceCopySchema.parse(row.copy) : null;
}
