import type { Caller } from "../platform/caller.ts";
import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";

/** Connects somebody to whoever watches a wallet; null where nobody can be. */
export type ConnectLive = (
  walletRef: Ref,
  afterVersion: number | null,
  /** The session or key that has to stand for as long as somebody looks; null where there is none to end. */
  credentialRef: Ref | null,
) => Promise<Response>;

/** What the verbs of this module are given. */
export type ReadmodelsDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly clock: Clock;
  /** Refuses a wallet that is not there for this caller: a read model may not know it yet. */
  readonly requireWallet: (caller: Caller, walletRef: Ref) => Promise<unknown>;
  readonly connectLive: ConnectLive | null;
};
