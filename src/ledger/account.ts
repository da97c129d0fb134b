import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { currencySchema } from "../platform/money.ts";

const momentSchema = z.string().meta({ format: "date-time" });

/** A book as auditors see it. */
export const bookSchema = z.strictObject({
  book_ref: refSchema,
  name: z.string(),
  created_at: momentSchema,
});

/** An account as auditors see it. The balance is credits minus debits, in the currency's decimals. */
export const accountSchema = z.strictObject({
  account_ref: refSchema,
  book: z.string(),
  owner_type: z.string(),
  owner_ref: refSchema,
  currency: currencySchema,
  alias: z.string().nullable(),
  debit_blocked: z.boolean(),
  credit_blocked: z.boolean(),
  closed: z.boolean(),
  posted_debits: z.string(),
  posted_credits: z.string(),
  balance: z.string(),
  version: z.string().meta({ description: "How many entries the account has." }),
  created_at: momentSchema,
});

export type Book = z.output<typeof bookSchema>;
export type Account = z.output<typeof accountSchema>;
