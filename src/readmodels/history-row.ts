import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

export const mutationTypes = ["DEBIT", "CREDIT"] as const;

const stripe = z.int().meta({
  description: "0, but for a wallet or account that counts versions in several sequences at once.",
});

/** A change of a wallet's balance, as events told it. */
export const historyRowSchema = z.strictObject({
  transaction_ref: refSchema,
  transaction_type: z.string(),
  journal_ref: refSchema,
  mutation_type: z.enum(mutationTypes),
  amount: z.string(),
  currency: currencySchema,
  balance_after: z.string(),
  version: z.int(),
  stripe,
  created_at: momentSchema,
});

/** A business day of a wallet on which something moved. */
export const snapshotSchema = z.strictObject({
  date: z.iso.date(),
  time_zone: z.string(),
  currency: currencySchema,
  opening_balance: z.string(),
  closing_balance: z.string(),
  total_debit: z.string(),
  total_credit: z.string(),
});

/** An entry of the ledger, as events told it. */
export const ledgerEntrySchema = z.strictObject({
  journal_ref: refSchema,
  transaction_ref: refSchema,
  transaction_type: z.string(),
  account_ref: refSchema,
  wallet_ref: refSchema.nullable(),
  stripe,
  version: z.int(),
  entry_type: z.enum(mutationTypes),
  amount: z.string(),
  currency: currencySchema,
  balance_after: z.string(),
  created_at: momentSchema,
});

export type HistoryRow = z.output<typeof historyRowSchema>;
export type Snapshot = z.output<typeof snapshotSchema>;
export type LedgerEntry = z.output<typeof ledgerEntrySchema>;
