import { z } from "zod";
import { type Ref, refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";

/** What a wallet held, as it lies at the edge: with its owner, so that nobody has to ask who may see it. */
export const balanceCopySchema = z.object({
  wallet_ref: refSchema,
  owner_ref: refSchema,
  currency: currencySchema,
  balance: z.string(),
  pending_in: z.string(),
  pending_out: z.string(),
  available: z.string(),
  overdraft: z.string().nullable(),
  version: z.int(),
  /** Counts every change, also those that leave no entry. */
  revision: z.int(),
  as_of: momentSchema,
});

export type BalanceCopy = z.output<typeof balanceCopySchema>;

/** Where the copy of a wallet's balance lies. */
export function copyKeyOf(walletRef: Ref): string {
  return `wallet:${walletRef}:balance`;
}

/** What is read at the edge: the text of a copy, or null. */
export type Edge = { readonly get: (key: string) => Promise<string | null> };

/** A place without an edge. What is asked there asks the database. */
export const noEdge: Edge = { get: async () => null };
