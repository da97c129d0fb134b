import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { asOfSchema } from "./projected-page.ts";

/** A transaction as it is now, as events told it. */
export const factSchema = z.strictObject({
  transaction_ref: refSchema,
  user_ref: refSchema
    .nullable()
    .meta({ description: "Whose business it was: the owner of wallet_ref." }),
  wallet_ref: refSchema.nullable().meta({ description: "The source, or else the destination." }),
  amount: z.string(),
  reversed_amount: z.string(),
  currency: currencySchema,
  type: z.string(),
  status: z.string(),
  failure_code: z.string().nullable(),
  created_at: momentSchema,
  updated_at: momentSchema,
});

export type Fact = z.output<typeof factSchema>;

/** What was asked for on one business day. */
export const dailySummarySchema = z.strictObject({
  date: z.iso.date(),
  time_zone: z.string(),
  consistency: z.literal("eventual"),
  as_of: asOfSchema,
  data: z.array(
    z.strictObject({
      type: z.string(),
      status: z.string(),
      currency: currencySchema,
      transactions: z.int(),
      amount: z.string(),
      reversed_amount: z.string(),
    }),
  ),
});

export type DailySummary = z.output<typeof dailySummarySchema>;
