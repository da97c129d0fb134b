import type { ArchiveStore } from "../platform/archive-store.ts";
import type { Cursors } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";

/** What the verbs of this module are given. */
export type AuditDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  /** Null where there is no bucket: then no month ever leaves the database. */
  readonly archive: ArchiveStore | null;
};
