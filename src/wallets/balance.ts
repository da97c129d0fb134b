import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

const amount = (description: string) => z.string().meta({ description, examples: ["15000"] });

/** What a wallet holds. The past keeps what was posted; what was promised or allowed then is null. */
export const balanceSchema = z.strictObject({
  wallet_ref: refSchema,
  currency: currencySchema,
  balance: amount("What has arrived, less what has left."),
  pending_in: amount("Promised to the wallet and not arrived. Null for the past.").nullable(),
  pending_out: amount("Promised by the wallet and not gone. Null for the past.").nullable(),
  available: amount("The balance less pending_out. Null for the past.").nullable(),
  overdraft: amount(
    "How far below zero available may go. Null for the past, and for a PLATFORM wallet, which has no floor.",
  ).nullable(),
  version: z.int().meta({ description: "How many entries the balance counts." }),
  as_of: momentSchema.meta({
    description:
      "When this was so: now, the moment that was asked for, when the entry was recorded, or when the copy last changed.",
  }),
  consistency: z
    .literal("eventual")
    .optional()
    .meta({ description: "Said where a copy was read, which may be old." }),
  has_min_version: z
    .boolean()
    .optional()
    .meta({ description: "Whether what was read has come as far as min_version asked for." }),
});

export type Balance = z.output<typeof balanceSchema>;
