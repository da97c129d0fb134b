import { eq } from "drizzle-orm";
import { type Caller, maySee } from "../platform/caller.ts";
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
  const [row] = await answered(
    deps.database.tables
      .select()
      .from(transactions)
      .where(eq(transactions.transactionRef, transactionRef)),
  );
  if (!row || !(await isVisible(deps, caller, row))) throw notFound(transactionRef);
  return row;
}

export function notFound(transactionRef: Ref) {
  return transactionProblem(
    "transaction_not_found",
    "There is no such transaction, or it is not yours to see.",
    { original_transaction_ref: transactionRef },
  );
}

/** Whoever asked for a transaction may see it, and so may the owners of its wallets. */
async function isVisible(
  deps: TransactionsDeps,
  caller: Caller,
  row: TransactionRow,
): Promise<boolean> {
  if (maySee(caller, row.requestedBy)) return true;
  const refs = [row.sourceWalletRef, row.destinationWalletRef].filter((ref) => ref !== null);
  const owners = await Promise.all(
    refs.map((ref) => deps.wallets.get(caller, ref).catch(() => null)),
  );
  return owners.some((wallet) => wallet !== null);
}
