import { asc, eq } from "drizzle-orm";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { LedgerDeps } from "./deps.ts";
import { entryOf } from "./entry.ts";
import { ledgerProblem } from "./errors.ts";
import { type JournalWithEntries, journalOf } from "./journal.ts";
import { accounts, entries, journals } from "./schema.ts";

/** Reads a journal with its entries. A journal never changes, so the two questions cannot disagree. */
export async function getJournal(deps: LedgerDeps, journalRef: Ref): Promise<JournalWithEntries> {
  const { tables } = deps.database;
  const [[journal], rows] = await answered(
    tables.batch([
      tables.select().from(journals).where(eq(journals.journalRef, journalRef)),
      tables
        .select({ entry: entries, account: accounts })
        .from(entries)
        .innerJoin(accounts, eq(accounts.id, entries.accountId))
        .where(eq(entries.journalRef, journalRef))
        .orderBy(asc(entries.position)),
    ]),
  );
  if (!journal) {
    throw ledgerProblem("journal_not_found", `There is no journal ${journalRef}.`, {
      journal_ref: journalRef,
    });
  }
  return { ...journalOf(journal), entries: rows.map(entryOf) };
}
