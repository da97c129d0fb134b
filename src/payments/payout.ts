import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { providerNames } from "./charge.ts";

export const payoutStatuses = [
  "REQUESTED",
  "HELD",
  "SENT",
  "COMPLETED",
  "FAILED",
  "REVERSED",
] as const;
export type PayoutStatus = (typeof payoutStatuses)[number];

/** Money on its way out. */
export const payoutSchema = z.strictObject({
  payout_ref: refSchema,
  owner_ref: refSchema,
  beneficiary_ref: refSchema,
  wallet_ref: refSchema,
  amount: z.string(),
  currency: currencySchema,
  provider: z.enum(providerNames),
  status: z.enum(payoutStatuses).meta({
    description:
      "HELD has promised the money, SENT has asked the provider, COMPLETED arrived, FAILED gave the promise back, REVERSED came back after it had arrived.",
  }),
  attempts: z.int().meta({ description: "How often the provider was asked to send it." }),
  failure_reason: z.string().nullable().meta({
    description:
      "Why it failed, or why it is about to: then only its promise is still to be given back.",
  }),
  hold_transaction_ref: refSchema.nullable(),
  transaction_ref: refSchema.nullable(),
  return_transaction_ref: refSchema.nullable(),
  version: z.int(),
  created_at: momentSchema,
  updated_at: momentSchema,
});

export type Payout = z.output<typeof payoutSchema>;
