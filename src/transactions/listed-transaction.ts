import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { transactionTypes } from "./command.ts";
import { transactionStatuses } from "./transaction.ts";

/** A transaction as lists show it; its legs and its history are asked of it alone. */
export const listedTransactionSchema = z.strictObject({
  transaction_ref: refSchema,
  type: z.enum(transactionTypes),
  status: z.enum(transactionStatuses),
  lifecycle: z.enum(["PENDING", "SUCCESS", "FAILED", "REVERSED"]),
  amount: z.string(),
  currency: currencySchema,
  source_wallet_ref: refSchema.nullable(),
  destination_wallet_ref: refSchema.nullable(),
  original_transaction_ref: refSchema.nullable(),
  journal_ref: refSchema.nullable(),
  reversed_amount: z.string(),
  reference: z.string().nullable(),
  description: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  failure_code: z.string().nullable(),
  scheduled_for: momentSchema.nullable(),
  effective_at: momentSchema.nullable(),
  created_at: momentSchema,
  completed_at: momentSchema.nullable(),
});

export type ListedTransaction = z.output<typeof listedTransactionSchema>;
