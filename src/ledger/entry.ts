import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema, formatAmount } from "../platform/money.ts";
import { type accounts, directions, type entries } from "./schema.ts";

/** What a journal did to an account, as auditors see it. */
export const entrySchema = z.strictObject({
  journal_ref: refSchema,
  position: z.int().meta({ description: "Its place in the journal, from 1." }),
  account_ref: refSchema,
  owner_type: z.string(),
  owner_ref: refSchema,
  alias: z.string().nullable(),
  direction: z.enum(directions),
  amount: z.string(),
  currency: currencySchema,
  balance_after: z.string().meta({
    description: "What the account held after it; of a striped account, its stripe.",
  }),
  account_version: z.string().meta({
    description: "Its number in the account, gapless from 1; of a striped account, in its stripe.",
  }),
  stripe: z.int().meta({ description: "0, unless the account is striped." }),
  effective_at: momentSchema,
  recorded_at: momentSchema,
});

export type Entry = z.output<typeof entrySchema>;

export type EntryRow = {
  readonly entry: typeof entries.$inferSelect;
  readonly account: typeof accounts.$inferSelect;
};

export function entryOf({ entry, account }: EntryRow): Entry {
  const { currency } = entry;
  return {
    journal_ref: entry.journalRef,
    position: entry.position,
    account_ref: account.accountRef,
    owner_type: account.ownerType,
    owner_ref: account.ownerRef,
    alias: account.alias,
    direction: entry.direction,
    amount: formatAmount(entry.amount, currency),
    currency,
    balance_after: formatAmount(entry.balanceAfter, currency),
    account_version: entry.accountVersion.toString(),
    stripe: entry.stripe,
    effective_at: (entry.effectiveAt ?? entry.recordedAt).toISOString(),
    recorded_at: entry.recordedAt.toISOString(),
  };
}
