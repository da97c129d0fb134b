import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { formatAmount } from "../platform/money.ts";
import type { Problem } from "../platform/problem.ts";
import type { ProposedTransaction, Veto } from "./before-transactions.ts";
import type { Command } from "./command.ts";
import type { TransactionsDeps } from "./deps.ts";
import { transactionProblem } from "./errors.ts";

/** Asks whoever is to be asked, and answers what may not be done. Null where there is nobody. */
export function askBefore(
  deps: TransactionsDeps,
  commands: readonly Command[],
): Promise<ReadonlyMap<Ref, Problem>> | null {
  if (commands.length === 0) return null;
  const propose = () => ({ transactions: commands.map(proposedOf) });
  const vetoes = deps.beforeTransactions(propose, commands[0]?.traceparent ?? null);
  return vetoes && refusalsOf(deps, commands, vetoes);
}

async function refusalsOf(
  deps: TransactionsDeps,
  commands: readonly Command[],
  asked: Promise<readonly Veto[]>,
): Promise<ReadonlyMap<Ref, Problem>> {
  const vetoes = await asked;
  const refused = commands.filter(({ transaction_ref }) =>
    vetoes.some(({ transactionRef }) => transactionRef === transaction_ref),
  );
  // What was answered once is answered the same for ever, whatever anybody thinks of it today.
  const done = await answeredBefore(deps, refused);
  return new Map(
    vetoes
      .filter(({ transactionRef }) => !done.has(transactionRef))
      .map((veto) => [veto.transactionRef, problemOf(veto)]),
  );
}

async function answeredBefore(
  deps: TransactionsDeps,
  commands: readonly Command[],
): Promise<ReadonlySet<Ref>> {
  const keyed = commands.filter(({ key }) => key !== null);
  if (keyed.length === 0) return new Set();
  const [row] = await answered(
    deps.database.sql.query("select transactions.claimed_keys($1::text[], $2::text[]) as claimed", [
      keyed.map(({ scope }) => scope),
      keyed.map(({ key }) => key),
    ]),
  );
  const claimed = (row?.claimed ?? []) as readonly boolean[];
  return new Set(
    keyed.flatMap(({ transaction_ref }, index) => (claimed[index] ? [transaction_ref] : [])),
  );
}

function problemOf({ hookRef, reason, isUnanswered }: Veto): Problem {
  if (isUnanswered) {
    return transactionProblem(
      "transaction_hook_unanswered",
      "A hook that must allow this did not answer. Nothing was done.",
      { hook_ref: hookRef },
      { "Retry-After": "5" },
    );
  }
  const detail = reason === null ? "A hook does not allow this." : `Not allowed: ${reason}`;
  return transactionProblem("transaction_vetoed", detail, { hook_ref: hookRef, reason });
}

function proposedOf(command: Command): ProposedTransaction {
  const { amount, currency } = command;
  return {
    transaction_ref: command.transaction_ref,
    type: command.type,
    is_hold: command.is_hold ?? false,
    amount: amount === null ? null : formatAmount(BigInt(amount), currency),
    currency,
    source_wallet_ref: command.source_wallet_ref,
    destination_wallet_ref: command.destination_wallet_ref,
    original_transaction_ref: command.original_ref ?? null,
    legs:
      command.legs?.map((leg) => ({
        ...leg,
        amount: formatAmount(BigInt(leg.amount), leg.currency),
      })) ?? null,
  };
}
