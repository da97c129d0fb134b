import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema, formatAmount } from "../platform/money.ts";
import { type Command, type Reply, transactionTypes } from "./command.ts";

export const transactionStatuses = [
  "INIT",
  "WALLET_OK",
  "LEDGER_OK",
  "COMPLETED",
  "FAILED",
] as const;

export type TransactionStatus = (typeof transactionStatuses)[number];

export const balanceAfterSchema = z.strictObject({
  wallet_ref: refSchema,
  balance: z.string(),
  available: z.string(),
  version: z.int(),
});

/** A transaction as its command answers it. */
export const transactionSchema = z.strictObject({
  transaction_ref: refSchema,
  type: z.enum(transactionTypes),
  status: z.enum(transactionStatuses).meta({
    description:
      "INIT waits for its time or its lane, WALLET_OK has promised the money, LEDGER_OK is being posted, COMPLETED and FAILED are the end.",
  }),
  amount: z.string(),
  currency: currencySchema,
  source_wallet_ref: refSchema.nullable(),
  destination_wallet_ref: refSchema.nullable(),
  original_transaction_ref: refSchema.nullable().meta({
    description: "What a capture, void or reversal acts on.",
  }),
  journal_ref: refSchema.nullable().meta({ description: "Null until money has moved." }),
  reference: z.string().nullable(),
  description: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  details: z.record(z.string(), z.unknown()).nullable(),
  effective_at: momentSchema.nullable(),
  expires_at: momentSchema.nullable(),
  scheduled_for: momentSchema.nullable(),
  created_at: momentSchema,
  completed_at: momentSchema.nullable(),
  dry_run: z.boolean().meta({ description: "True where nothing was written." }),
  balances: z.array(balanceAfterSchema).meta({
    description: "What the wallets that you may see hold right after it.",
  }),
});

export type Transaction = z.output<typeof transactionSchema>;

/** Puts a command and what became of it together. A repetition has the same command, and so the same transaction. */
export function transactionOf(
  command: Command,
  reply: Reply,
  status: TransactionStatus = statusOf(command),
): Transaction {
  const recordedAt = reply.recorded_at ?? "";
  return {
    transaction_ref: reply.transaction_ref ?? command.transaction_ref,
    type: command.type,
    status,
    amount: reply.amount ?? formatAmount(BigInt(command.amount ?? 0), command.currency),
    currency: command.currency,
    source_wallet_ref: command.source_wallet_ref,
    destination_wallet_ref: command.destination_wallet_ref,
    original_transaction_ref: command.original_ref ?? null,
    journal_ref: reply.journal_ref ?? null,
    reference: command.reference ?? null,
    description: command.description ?? null,
    metadata: { ...command.metadata },
    details: command.details ? { ...command.details } : null,
    effective_at: command.effective_at ?? null,
    expires_at: command.expires_at ?? null,
    scheduled_for: null,
    created_at: recordedAt,
    completed_at: status === "COMPLETED" || status === "FAILED" ? recordedAt : null,
    dry_run: false,
    balances: lastBalancesOf(reply),
  };
}

function statusOf(command: Command): TransactionStatus {
  return command.is_hold ? "WALLET_OK" : "COMPLETED";
}

/** A wallet with several legs is told of after each; what it holds in the end is the last. */
function lastBalancesOf(reply: Reply): Transaction["balances"] {
  const last = new Map(
    (reply.balances ?? []).map(([wallet_ref, balance, available, version]) => [
      wallet_ref,
      { wallet_ref, balance, available, version },
    ]),
  );
  return [...last.values()];
}
