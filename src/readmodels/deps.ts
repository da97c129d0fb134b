import type { ArchiveStore } from "../platform/archive-store.ts";
import type { Caller } from "../platform/caller.ts";
import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { Forwarders } from "./forward-report.ts";

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
  /** Where copies of what is read are kept besides. */
  readonly forwarders: Forwarders;
  /** Where the data of old events lies; null where none has left the database. */
  readonly archive: ArchiveStore | null;
};
