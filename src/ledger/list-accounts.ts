import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import { formatAmount } from "../platform/money.ts";
import type { Account } from "./account.ts";
import type { LedgerDeps } from "./deps.ts";
import { accounts, balances, books } from "./schema.ts";

export type AccountFilters = {
  readonly book?: string | undefined;
  readonly owner_ref?: Ref | undefined;
  readonly owner_type?: string | undefined;
  readonly currency?: string | undefined;
  readonly alias?: string | undefined;
};

export type ListAccountsInput = {
  readonly filters: AccountFilters;
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "accounts";

/** Lists ledger accounts with what they hold, newest first. For auditors, who see every owner's. */
export async function listAccounts(
  deps: LedgerDeps,
  input: ListAccountsInput,
): Promise<Page<Account>> {
  const after = deps.cursors.open(listName, input.filters, input.cursor);
  const rows = await answered(selectAccounts(deps, input, after));
  return pageOf(rows.map(accountOf), input.limit, (account) =>
    deps.cursors.seal(listName, input.filters, account.account_ref),
  );
}

function selectAccounts(
  deps: LedgerDeps,
  { filters, limit }: ListAccountsInput,
  after: string | null,
) {
  // A striped account has several balance rows and is their sum. Asked for each row of the page alone, so that a page
  // costs the same in a book of any size.
  const sumOf = (column: PgColumn) =>
    sql<string>`(select sum(${column}) from ${balances} where ${balances.accountId} = ${accounts.id})`;
  const held = {
    postedDebits: sumOf(balances.postedDebits),
    postedCredits: sumOf(balances.postedCredits),
    pendingDebits: sumOf(balances.pendingDebits),
    pendingCredits: sumOf(balances.pendingCredits),
    version: sumOf(balances.version),
  };
  return deps.database.tables
    .select({ account: accounts, book: books.name, held })
    .from(accounts)
    .innerJoin(books, eq(books.id, accounts.bookId))
    .where(
      and(
        filters.book === undefined ? undefined : eq(books.name, filters.book),
        filters.owner_ref === undefined ? undefined : eq(accounts.ownerRef, filters.owner_ref),
        filters.owner_type === undefined ? undefined : eq(accounts.ownerType, filters.owner_type),
        filters.currency === undefined ? undefined : eq(accounts.currency, filters.currency),
        filters.alias === undefined ? undefined : eq(accounts.alias, filters.alias),
        after === null ? undefined : lt(accounts.accountRef, after),
      ),
    )
    .orderBy(desc(accounts.accountRef))
    .limit(limit + 1);
}

type SelectedAccount = Awaited<ReturnType<typeof selectAccounts>>[number];

function accountOf({ account, book, held }: SelectedAccount): Account {
  const { currency } = account;
  const [debits, credits] = [BigInt(held.postedDebits), BigInt(held.postedCredits)];
  return {
    account_ref: account.accountRef,
    book,
    owner_type: account.ownerType,
    owner_ref: account.ownerRef,
    currency,
    alias: account.alias,
    debit_blocked: account.debitBlocked,
    credit_blocked: account.creditBlocked,
    closed: account.closed,
    is_striped: account.isStriped,
    posted_debits: formatAmount(debits, currency),
    posted_credits: formatAmount(credits, currency),
    pending_debits: formatAmount(BigInt(held.pendingDebits), currency),
    pending_credits: formatAmount(BigInt(held.pendingCredits), currency),
    balance: formatAmount(credits - debits, currency),
    version: held.version,
    created_at: account.createdAt.toISOString(),
  };
}
