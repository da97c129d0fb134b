import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

/** What a payee owes because money was given back that they no longer had. */
export const receivableSchema = z.strictObject({
  receivable_ref: refSchema,
  payee_ref: refSchema,
  charge_ref: refSchema,
  payee_wallet: z.enum(["PENDING", "CASH"]).meta({
    description: "Which of their wallets did not give it, and is asked for it again.",
  }),
  wallet_ref: refSchema.nullable().meta({
    description: "The wallet that is asked instead, because an operator had sent the money there.",
  }),
  amount: z.string(),
  collected_amount: z.string(),
  currency: currencySchema,
  created_at: momentSchema,
  collected_at: momentSchema.nullable(),
});

export type Receivable = z.output<typeof receivableSchema>;
