import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

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
  is_striped: z.boolean().meta({
    description: "Whether it is kept in several stripes, of which this is the sum.",
  }),
  posted_debits: z.string(),
  posted_credits: z.string(),
  pending_debits: z.string(),
  pending_credits: z.string(),
  balance: z.string(),
  version: z.string().meta({ description: "How many entries the account has." }),
  created_at: momentSchema,
});

export type Book = z.output<typeof bookSchema>;
export type Account = z.output<typeof accountSchema>;
