import { and, desc, eq, gte, lt, lte } from "drizzle-orm";
import { answered } from "../platform/database.ts";
import { latestRefOf, type Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import type { LedgerDeps } from "./deps.ts";
import { clockSkewMs, type Journal, journalOf } from "./journal.ts";
import { type journalKinds, journals } from "./schema.ts";

export type JournalFilters = {
  readonly transaction_ref?: Ref | undefined;
  readonly kind?: (typeof journalKinds)[number] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

export type ListJournalsInput = {
  readonly filters: JournalFilters;
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "journals";

/** Lists journals, newest first. For auditors, who see every owner's. */
export async function listJournals(
  deps: LedgerDeps,
  { filters, limit, cursor }: ListJournalsInput,
): Promise<Page<Journal>> {
  const after = deps.cursors.open(listName, filters, cursor);
  const { transaction_ref: transactionRef, kind, from, to } = filters;
  const rows = await answered(
    deps.database.tables
      .select()
      .from(journals)
      .where(
        and(
          transactionRef === undefined ? undefined : eq(journals.transactionRef, transactionRef),
          kind === undefined ? undefined : eq(journals.kind, kind),
          from === undefined ? undefined : gte(journals.recordedAt, new Date(from)),
          to === undefined ? undefined : lt(journals.recordedAt, new Date(to)),
          // Spares the reading of what is later, because the order is that of the refs.
          to === undefined
            ? undefined
            : lte(journals.journalRef, latestRefOf(new Date(to), clockSkewMs)),
          after === null ? undefined : lt(journals.journalRef, after),
        ),
      )
      .orderBy(desc(journals.journalRef))
      .limit(limit + 1),
  );
  return pageOf(rows.map(journalOf), limit, (journal) =>
    deps.cursors.seal(listName, filters, journal.journal_ref),
  );
}
