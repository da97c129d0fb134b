import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

export const mutationTypes = ["DEBIT", "CREDIT"] as const;

const version = z.int().meta({ description: "The entry's number in the wallet, without gaps." });
const refs = { transaction_ref: refSchema, journal_ref: refSchema };
const moved = {
  mutation_type: z
    .enum(mutationTypes)
    .meta({ description: "CREDIT raises the balance, DEBIT lowers it." }),
  amount: z.string(),
};
const after = z.string().meta({ description: "The balance after this entry." });
const times = {
  recorded_at: momentSchema.meta({ description: "When it was written; never changes the order." }),
  effective_at: momentSchema.meta({ description: "When it counts, where somebody chose that." }),
};

/** One change of a wallet's balance: an entry of its ledger account. */
export const mutationSchema = z.strictObject({
  wallet_ref: refSchema,
  ...refs,
  version,
  stripe: z.int().meta({
    description:
      "0, but for a PLATFORM wallet: it counts versions and balances in several sequences, and this names the one.",
  }),
  ...moved,
  currency: currencySchema,
  balance_after: after,
  ...times,
});

export type Mutation = z.output<typeof mutationSchema>;

/** The same within a statement, which says once whose it is and in which currency. */
export const statementLineSchema = z.strictObject({
  version,
  ...refs,
  ...moved,
  balance_after: after,
  ...times,
});
