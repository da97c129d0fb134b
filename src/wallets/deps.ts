import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { Balance } from "./balance.ts";

/** Copies of what wallets hold, which may be old. They know their owners, so that nobody has to be asked. */
export type Copies = {
  /** With a version it waits for that one for a while, and then answers what there is; null where there is no copy. */
  readonly read: (
    walletRef: Ref,
    minVersion?: number,
    actingOwner?: Ref | null,
  ) => Promise<
    (Omit<Balance, "consistency" | "has_min_version"> & { readonly owner_ref: Ref }) | null
  >;
};

/** A place without copies: everything is asked of the ledger. */
export const noCopies: Copies = { read: async () => null };

/** What the verbs of this module are given. */
export type WalletsDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly copies: Copies;
};
