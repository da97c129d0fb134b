import { z } from "zod";
import type { EventSpec } from "../platform/events.ts";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { transactionTypes } from "./command.ts";
import { transactionStatuses } from "./transaction.ts";

const legSchema = z.strictObject({
  account_ref: refSchema,
  wallet_ref: refSchema.nullable(),
  direction: z.enum(["DEBIT", "CREDIT"]),
  amount: z.string(),
  currency: currencySchema,
  balance: z.string().meta({ description: "After this leg; of a striped account, of its stripe." }),
  available: z.string(),
  version: z.int().meta({ description: "How many entries the account, or its stripe, has." }),
  stripe: z.int(),
});

const facts = {
  transaction_ref: refSchema,
  type: z.enum(transactionTypes),
  status: z.enum(transactionStatuses),
  amount: z.string(),
  currency: currencySchema,
};

const doneData = z.strictObject({
  ...facts,
  source_wallet_ref: refSchema.nullable(),
  destination_wallet_ref: refSchema.nullable(),
  original_transaction_ref: refSchema.nullable(),
  journal_ref: refSchema.nullable(),
  failure_code: z.string().nullable(),
  recorded_at: momentSchema,
  legs: z.array(legSchema),
});

const actedOnData = z.strictObject({
  ...facts,
  source_wallet_ref: refSchema.optional(),
  destination_wallet_ref: refSchema.optional(),
  by_transaction_ref: refSchema.optional(),
  reversed_amount: z.string(),
  recorded_at: momentSchema,
  legs: z.array(legSchema).optional(),
});

const scheduledData = z.strictObject({
  ...facts,
  source_wallet_ref: refSchema.nullable(),
  destination_wallet_ref: refSchema.nullable(),
  scheduled_for: momentSchema,
});

const cancelledData = z.strictObject({
  transaction_ref: refSchema,
  type: z.enum(transactionTypes),
  status: z.enum(transactionStatuses),
});

const eventOf = (type: EventSpec["type"], description: string, data: z.ZodObject): EventSpec => ({
  type,
  version: 1,
  aggregate: "transaction",
  description,
  data,
});

/** What this module announces. */
export const transactionEvents: readonly EventSpec[] = [
  eventOf(
    "transaction.completed",
    "Money has moved, or a promise was taken or given back.",
    doneData,
  ),
  eventOf("transaction.held", "Money was promised.", doneData),
  eventOf("transaction.failed", "A command was refused, and the refusal is remembered.", doneData),
  eventOf("transaction.captured", "Promised money was taken, all of it or a part.", actedOnData),
  eventOf("transaction.voided", "A promise was given back.", actedOnData),
  eventOf("transaction.expired", "A promise ran out.", actedOnData),
  eventOf("transaction.reversed", "Money was moved back, all of it or a part.", actedOnData),
  eventOf("transaction.scheduled", "A command waits for its time.", scheduledData),
  eventOf("transaction.cancelled", "A scheduled command was cancelled.", cancelledData),
];
