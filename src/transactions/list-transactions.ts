import { and, desc, eq, gte, inArray, lt, lte, type SQL, sql } from "drizzle-orm";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { earliestRefOf, latestRefOf, type Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import { formatAmount } from "../platform/money.ts";
import type { TransactionType } from "./command.ts";
import type { TransactionsDeps } from "./deps.ts";
import type { ListedTransaction } from "./listed-transaction.ts";
import { participants, type TransactionRow, transactions } from "./schema.ts";
import type { TransactionStatus } from "./transaction.ts";
import { lifecycleOf } from "./transaction-details.ts";

export type TransactionFilters = {
  readonly status?: TransactionStatus | undefined;
  readonly type?: TransactionType | undefined;
  readonly wallet_ref?: Ref | undefined;
  readonly date_from?: string | undefined;
  readonly date_to?: string | undefined;
  readonly currency?: string | undefined;
  /** Minor units, checked against the currency. */
  readonly amount_min?: bigint | undefined;
  readonly amount_max?: bigint | undefined;
  readonly reference?: string | undefined;
  readonly metadata?: { readonly key: string; readonly value: string } | undefined;
};

export type ListTransactionsInput = {
  readonly filters: TransactionFilters;
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "transactions";
// A ref is made when a request arrives and created_at when it is done; a lane may keep it for a while in between.
const refMarginMs = 30 * 86_400_000;

/** Lists transactions, newest first. The ref is the order and never changes, so no page repeats or skips one. */
export async function listTransactions(
  deps: TransactionsDeps,
  caller: Caller,
  input: ListTransactionsInput,
): Promise<Page<ListedTransaction>> {
  const owner = actingOwnerOf(caller);
  const { amount_min, amount_max } = input.filters;
  const bound = {
    ...input.filters,
    amount_min: amount_min?.toString(),
    amount_max: amount_max?.toString(),
    acting_owner: owner,
  };
  const after = deps.cursors.open(listName, bound, input.cursor);
  const conditions = [
    ...conditionsOf(input.filters),
    owner === null
      ? undefined
      : sql`(${transactions.requestedBy} = ${owner} or not transactions.is_in_vain(transactions))`,
    after === null ? undefined : lt(transactions.transactionRef, after),
  ];
  const wallets = await walletsInView(deps, caller, input.filters.wallet_ref);
  const rows =
    wallets === null
      ? await readRows(deps, conditions, input.limit)
      : await readRowsOfWallets(deps, wallets, conditions, input.limit);
  return pageOf(rows.map(listedOf), input.limit, (row) =>
    deps.cursors.seal(listName, bound, row.transaction_ref),
  );
}

/** The wallets that the list is bound to: the one that was asked for, all of a customer's own, or null for no bound. */
async function walletsInView(
  deps: TransactionsDeps,
  caller: Caller,
  wanted: Ref | undefined,
): Promise<readonly Ref[] | null> {
  const owner = actingOwnerOf(caller);
  if (wanted !== undefined) {
    const wallet = await deps.wallets.get(caller, wanted);
    return [wallet.wallet_ref];
  }
  if (owner === null) return null;
  const refs: Ref[] = [];
  let cursor: string | undefined;
  do {
    const page = await deps.wallets.list(caller, { filters: {}, limit: 100, cursor });
    refs.push(...page.rows.map((wallet) => wallet.wallet_ref));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return refs;
}

function readRows(
  deps: TransactionsDeps,
  conditions: readonly (SQL | undefined)[],
  limit: number,
): Promise<TransactionRow[]> {
  return answered(
    deps.database.tables
      .select()
      .from(transactions)
      .where(and(...conditions))
      .orderBy(desc(transactions.transactionRef))
      .limit(limit + 1),
  );
}

/** Each side has its own index in the order of the list; one question over both would read a busy wallet whole. */
async function readRowsOfWallets(
  deps: TransactionsDeps,
  wallets: readonly Ref[],
  conditions: readonly (SQL | undefined)[],
  limit: number,
): Promise<TransactionRow[]> {
  if (wallets.length === 0) return [];
  const refs = [...wallets];
  const tables = deps.database.tables;
  const sideOf = (side: SQL | undefined) =>
    tables
      .select()
      .from(transactions)
      .where(and(side, ...conditions))
      .orderBy(desc(transactions.transactionRef))
      .limit(limit + 1);
  const among = tables
    .select({ ref: participants.transactionRef })
    .from(participants)
    .where(inArray(participants.walletRef, refs));
  const [sources, destinations, others] = await answered(
    tables.batch([
      sideOf(inArray(transactions.sourceWalletRef, refs)),
      sideOf(inArray(transactions.destinationWalletRef, refs)),
      sideOf(inArray(transactions.transactionRef, among)),
    ]),
  );
  const found = new Map(
    [...sources, ...destinations, ...others].map((row) => [row.transactionRef, row]),
  );
  return [...found.values()]
    .sort((a, b) => (a.transactionRef < b.transactionRef ? 1 : -1))
    .slice(0, limit + 1);
}

function conditionsOf(filters: TransactionFilters): (SQL | undefined)[] {
  const { date_from: from, date_to: to, metadata } = filters;
  return [
    given(filters.status, (status) => eq(transactions.status, status)),
    given(filters.type, (type) => eq(transactions.type, type)),
    given(filters.currency, (currency) => eq(transactions.currency, currency)),
    given(filters.amount_min, (least) => gte(transactions.amount, least)),
    given(filters.amount_max, (most) => lte(transactions.amount, most)),
    given(filters.reference, (reference) => eq(transactions.reference, reference)),
    given(
      metadata,
      ({ key, value }) => sql`${transactions.metadata} @> ${{ [key]: value }}::jsonb`,
    ),
    given(from, (moment) =>
      and(
        gte(transactions.createdAt, new Date(moment)),
        gte(transactions.transactionRef, earliestRefOf(new Date(moment), refMarginMs)),
      ),
    ),
    given(to, (moment) =>
      and(
        lt(transactions.createdAt, new Date(moment)),
        lte(transactions.transactionRef, latestRefOf(new Date(moment), refMarginMs)),
      ),
    ),
  ];
}

function given<Value>(
  value: Value | undefined,
  conditionOf: (value: Value) => SQL | undefined,
): SQL | undefined {
  return value === undefined ? undefined : conditionOf(value);
}

function listedOf(row: TransactionRow): ListedTransaction {
  const { currency } = row;
  const amount = formatAmount(row.amount, currency);
  const reversed = formatAmount(row.reversedAmount, currency);
  return {
    transaction_ref: row.transactionRef,
    type: row.type,
    status: row.status,
    lifecycle: lifecycleOf({ status: row.status, reversed_amount: reversed, amount }),
    amount,
    currency,
    source_wallet_ref: row.sourceWalletRef,
    destination_wallet_ref: row.destinationWalletRef,
    original_transaction_ref: row.originalRef,
    journal_ref: row.journalRef,
    reversed_amount: reversed,
    reference: row.reference,
    description: row.description,
    metadata: row.metadata ?? {},
    failure_code: row.failure?.code ?? null,
    scheduled_for: row.scheduledFor?.toISOString() ?? null,
    effective_at: row.effectiveAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
  };
}
