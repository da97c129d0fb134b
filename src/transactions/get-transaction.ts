import { actingOwnerOf, type Caller, maySee } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { formatAmount } from "../platform/money.ts";
import type { TransactionsDeps } from "./deps.ts";
import { laneNamedBy, type Waiting } from "./lanes.ts";
import { notFound } from "./read-original.ts";
import { transactionOf } from "./transaction.ts";
import {
  type Described,
  describedSchema,
  detailsOf,
  type TransactionDetails,
} from "./transaction-details.ts";

export type { TransactionDetails };

/** Reads a transaction with its steps, legs, reversals and audit, also while its lane has yet to do it. */
export async function getTransaction(
  deps: TransactionsDeps,
  caller: Caller,
  transactionRef: Ref,
): Promise<TransactionDetails> {
  const rows = await answered(
    deps.database.sql.query("select transactions.describe($1, $2) as described", [
      transactionRef,
      actingOwnerOf(caller),
    ]),
  );
  const described: unknown = rows[0]?.described;
  if (described) return detailsOf(describedSchema.parse(described));

  const waiting = await deps.lanes.find(laneNamedBy(transactionRef), transactionRef);
  if (!waiting || !maySee(caller, waiting.command.scope)) throw notFound(transactionRef);
  // The key had been used before, so the ref leads to what was done then.
  const doneBefore = waiting.reply?.transaction_ref;
  if (doneBefore !== undefined && doneBefore !== transactionRef) {
    return getTransaction(deps, caller, doneBefore);
  }
  return detailsOf(describedFrom(waiting));
}

/** A command that its lane keeps, in the words of a transaction. */
function describedFrom({ command, acceptedAt, reply }: Waiting): Described {
  const isRefused = reply?.code !== undefined;
  const shown = transactionOf(command, { recorded_at: acceptedAt }, isRefused ? "FAILED" : "INIT");
  const { balances: _balances, expires_at: _expires, ...facts } = shown;
  return {
    ...facts,
    reversed_amount: formatAmount(0n, command.currency),
    is_hold: command.is_hold ?? false,
    failure: isRefused ? { code: reply.code ?? "", fields: reply.fields ?? {} } : null,
    hold: null,
    legs: [],
    reversals: [],
    acts: [],
    audit: [],
  };
}
