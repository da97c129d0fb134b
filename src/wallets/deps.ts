import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";

/** What the verbs of this module are given. */
export type WalletsDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly clock: Clock;
};
