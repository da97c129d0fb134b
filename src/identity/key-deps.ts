import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What the verbs about keys are given. */
export type KeyDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly keys: SigningKeys;
};
