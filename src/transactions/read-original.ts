import { and, eq, sql } from "drizzle-orm";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { TransactionsDeps } from "./deps.ts";
import { transactionProblem } from "./errors.ts";
import { type TransactionRow, transactions } from "./schema.ts";

/** Reads the transaction that is to be acted on: its currency and its lane are known from it alone. */
export async function readOriginal(
  deps: TransactionsDeps,
  caller: Caller,
  transactionRef: Ref,
): Promise<TransactionRow> {
  const owner = actingOwnerOf(caller);
  const [row] = await answered(
    deps.database.tables
      .select()
      .from(transactions)
      .where(
        and(
          eq(transactions.transactionRef, transactionRef),
          owner === null ? undefined : sql`transactions.is_visible(transactions, ${owner})`,
        ),
      ),
  );
  if (!row) throw notFound(transactionRef);
  return row;
}

export function notFound(transactionRef: Ref) {
  return transactionProblem(
    "transaction_not_found",
    "There is no such transaction, or it is not yours to see.",
    { original_transaction_ref: transactionRef },
  );
}
