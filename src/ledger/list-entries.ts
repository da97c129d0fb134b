import { and, asc, desc, eq, gte, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { answered } from "../platform/database.ts";
import { latestRefOf, type Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import type { LedgerDeps } from "./deps.ts";
import { type Entry, entryOf } from "./entry.ts";
import { clockSkewMs } from "./journal.ts";
import { accounts, type directions, entries } from "./schema.ts";

export type EntryFilters = {
  readonly account_ref?: Ref | undefined;
  readonly journal_ref?: Ref | undefined;
  readonly direction?: (typeof directions)[number] | undefined;
  readonly currency?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

export type ListEntriesInput = {
  readonly filters: EntryFilters;
  readonly limit: number;
  readonly cursor: string | undefined;
};

/** An order of the list that never changes: how it is asked for, and how an entry's place in it is written down. */
type Order = {
  readonly by: readonly SQL[];
  readonly after: (place: string | null) => SQL | undefined;
  readonly placeOf: (entry: Entry) => string;
};

const listName = "entries";
// Behind every entry that a stripe can have.
const endOfAccount = "32767:9223372036854775807";

/** Newest journals first, and each in its own order. */
const byJournal: Order = {
  by: [desc(entries.journalRef), asc(entries.position)],
  after: (place) => {
    if (place === null) return undefined;
    const [journalRef = "", position = ""] = place.split(":");
    return and(
      lte(entries.journalRef, journalRef),
      or(lt(entries.journalRef, journalRef), sql`${entries.position} > ${position}::smallint`),
    );
  },
  placeOf: (entry) => `${entry.journal_ref}:${entry.position}`,
};

/**
 * Latest versions first, stripe by stripe. Written as a range of the primary key: told that it is one account, Postgres
 * expects few entries and sorts them all, which takes long where they are many.
 */
const byVersionOf = (accountRef: Ref): Order => ({
  by: [desc(entries.accountId), desc(entries.stripe), desc(entries.accountVersion)],
  after: (place) => {
    const [stripe, version] = (place ?? endOfAccount).split(":");
    const id = sql`(select ${accounts.id} from ${accounts} where ${accounts.accountRef} = ${accountRef})`;
    return and(
      sql`${entries.accountId} >= ${id}`,
      sql`(${entries.accountId}, ${entries.stripe}, ${entries.accountVersion})
        < (${id}, ${stripe}::smallint, ${version}::bigint)`,
    );
  },
  placeOf: (entry) => `${entry.stripe}:${entry.account_version}`,
});

/** Lists entries: those of one account by version, others by journal. For auditors, who see every owner's. */
export async function listEntries(
  deps: LedgerDeps,
  { filters, limit, cursor }: ListEntriesInput,
): Promise<Page<Entry>> {
  const after = deps.cursors.open(listName, filters, cursor);
  const order = filters.account_ref === undefined ? byJournal : byVersionOf(filters.account_ref);
  const { tables } = deps.database;
  // Each account by itself, so that a page never reads them all.
  const account = tables
    .select()
    .from(accounts)
    .where(eq(accounts.id, entries.accountId))
    .limit(1)
    .as("account");
  const rows = await answered(
    tables
      .select()
      .from(entries)
      .innerJoinLateral(account, sql`true`)
      .where(and(...conditionsOf(filters), order.after(after)))
      .orderBy(...order.by)
      .limit(limit + 1),
  );
  return pageOf(
    rows.map(({ entries: entry, account: of }) => entryOf({ entry, account: of })),
    limit,
    (entry) => deps.cursors.seal(listName, filters, order.placeOf(entry)),
  );
}

function conditionsOf(filters: EntryFilters): (SQL | undefined)[] {
  const { journal_ref: journalRef, direction, currency, from, to } = filters;
  return [
    journalRef === undefined ? undefined : eq(entries.journalRef, journalRef),
    direction === undefined ? undefined : eq(entries.direction, direction),
    currency === undefined ? undefined : eq(entries.currency, currency),
    from === undefined ? undefined : gte(entries.recordedAt, new Date(from)),
    to === undefined ? undefined : lt(entries.recordedAt, new Date(to)),
    // Spares the reading of what is later, because the order is that of the refs.
    to === undefined ? undefined : lte(entries.journalRef, latestRefOf(new Date(to), clockSkewMs)),
  ];
}
