import type { Clock } from "../platform/clock.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";

/** What the verbs about people and their roles are given. */
export type RoleDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly clock: Clock;
};
