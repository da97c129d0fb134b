import { actingOwnerOf, type Caller, maySee } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { formatAmount } from "../platform/money.ts";
import { Problem } from "../platform/problem.ts";
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
  const described = await describe(deps, caller, transactionRef);
  if (described && !(described instanceof Problem)) return detailsOf(described);

  const waiting = await deps.lanes.find(laneNamedBy(transactionRef), transactionRef);
  if (!waiting || !maySee(caller, waiting.command.scope)) {
    throw described ?? notFound(transactionRef);
  }
  // The key had been used before, so the ref leads to what was done then.
  const doneBefore = waiting.reply?.transaction_ref;
  if (doneBefore !== undefined && doneBefore !== transactionRef) {
    return getTransaction(deps, caller, doneBefore);
  }
  return detailsOf(describedFrom(waiting));
}

/** What the ledger knows, or why it cannot say: a lane may know of a command while the database is away. */
async function describe(
  deps: TransactionsDeps,
  caller: Caller,
  transactionRef: Ref,
): Promise<Described | Problem | null> {
  try {
    const rows = await answered(
      deps.database.sql.query("select transactions.describe($1, $2) as described", [
        transactionRef,
        actingOwnerOf(caller),
      ]),
    );
    return describedSchema.nullable().parse(rows[0]?.described ?? null);
  } catch (error) {
    if (error instanceof Problem && error.code === "database_unavailable") return error;
    throw error;
  }
}

/** A command that its lane keeps, in the words of a transaction. */
function describedFrom({ command, acceptedAt, reply }: Waiting): Described {
  const isRefused = reply?.code !== undefined;
  const shown = transactionOf(command, { recorded_at: acceptedAt }, isRefused ? "FAILED" : "INIT");
  const { balances: _balances, expires_at: _expires, dry_run: _rehearsed, ...facts } = shown;
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
