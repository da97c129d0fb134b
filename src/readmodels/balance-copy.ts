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
  /** Until when changes are brought to the edge; null for a wallet whose copy nobody reads. */
  kept_until: momentSchema.nullable(),
});

export type BalanceCopy = z.output<typeof balanceCopySchema>;

/** Where the copy of a wallet's balance lies. */
export function copyKeyOf(walletRef: Ref): string {
  return `wallet:${walletRef}:balance`;
}

/** What is kept at the edge: the text of a copy, or null. */
export type Edge = {
  readonly get: (key: string) => Promise<string | null>;
  readonly put: (copy: BalanceCopy) => Promise<void>;
};

/** A place without an edge. What is asked there asks the database. */
export const noEdge: Edge = { get: async () => null, put: async () => undefined };

// Half of the two hours for which readmodels.keep_copy has a copy kept: who is read all the time is never without one.
const renewedBeforeMs = 3_600_000;
// The edge forgets a copy a good while before nobody brings changes to it any more, and takes no shorter time than a minute.
const forgottenBeforeMs = 300_000;
const shortestAtEdgeSeconds = 60;

/** Whether a copy is kept up for long enough that nobody has to ask for more yet. */
export function isKeptOn({ kept_until }: BalanceCopy, now: Date): boolean {
  return kept_until !== null && Date.parse(kept_until) - now.getTime() > renewedBeforeMs;
}

/** For how long a copy may lie at the edge. */
export function secondsAtEdge({ kept_until }: BalanceCopy, now: Date): number {
  const leftMs = Date.parse(kept_until ?? now.toISOString()) - forgottenBeforeMs - now.getTime();
  return Math.max(shortestAtEdgeSeconds, Math.floor(leftMs / 1_000));
}
