import type { ArchiveStore } from "./archive-store.ts";
import type { Database } from "./database.ts";
import { moveMonths } from "./move-months.ts";

type Ages = { readonly inLog: number; readonly after: number };

/** How long events stay whole in the outbox after their month has ended, and how long beside their copy. */
const outboxAges: Ages = { inLog: 3, after: 1 };

/** Moves the data of old events into objects, behind everybody who reads the outbox. Answers the steps that it took. */
export async function archiveEvents(
  deps: { readonly database: Database; readonly archive?: ArchiveStore | null },
  { inLog, after }: Ages = outboxAges,
): Promise<readonly string[]> {
  return moveMonths(
    { database: deps.database, archive: deps.archive ?? null },
    {
      functions: "platform.outbox_",
      folder: "outbox/events",
      monthsInLog: inLog,
      monthsAfter: after,
    },
  );
}
