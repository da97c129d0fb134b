import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { TransactionsDeps } from "./deps.ts";
import { getTransaction, type TransactionDetails } from "./get-transaction.ts";
import { refusalCatalogue } from "./refusal-of.ts";

export type CancelInput = { readonly write: WriteRequest; readonly transactionRef: Ref };

/** Cancels what was scheduled, before its time. */
export async function cancelTransaction(
  deps: TransactionsDeps,
  caller: Caller,
  { write, transactionRef }: CancelInput,
): Promise<Written<TransactionDetails>> {
  const command = { transaction_ref: transactionRef };
  const intent = intentOf(caller, write, "transactions.cancel", command);
  const { isReplayed } = await runCommand(
    deps.database,
    refusalCatalogue,
    "transactions.cancel",
    intent,
    { ...command, credential_ref: caller.credentialRef },
  );
  return { result: await getTransaction(deps, caller, transactionRef), isReplayed };
}
