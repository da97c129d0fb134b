import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { currencySchema } from "../platform/money.ts";
import { freezeModes, type WalletRow, walletStatuses, walletTypes } from "./schema.ts";

export const walletNameSchema = z
  .string()
  .trim()
  .min(1, "At least 1 character.")
  .max(50, "At most 50 characters.")
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, "No control or invisible characters.")
  .meta({ examples: ["Main"] });

export const walletSlugSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/,
    "Expected 1 to 50 lower-case letters, digits and inner hyphens, such as main-wallet.",
  )
  .meta({ examples: ["main"] });

const momentSchema = z
  .string()
  .meta({ format: "date-time", examples: ["2026-11-21T01:16:30.000Z"] });

/** A wallet as it is shown. What it holds is asked of its balance. */
export const walletSchema = z.strictObject({
  wallet_ref: refSchema,
  owner_ref: refSchema,
  type: z.enum(walletTypes),
  currency: currencySchema,
  name: z.string(),
  slug: z.string(),
  status: z.enum(walletStatuses),
  freeze_mode: z.enum(freezeModes).nullable().meta({
    description: "Which directions a frozen wallet refuses; null when it is not frozen.",
  }),
  version: z
    .int()
    .meta({ description: "Counts the changes of the wallet; its ETag is made of it." }),
  created_at: momentSchema,
  updated_at: momentSchema,
  closed_at: momentSchema.nullable(),
});

export type Wallet = z.output<typeof walletSchema>;

export function walletOf(row: WalletRow): Wallet {
  return {
    wallet_ref: row.walletRef,
    owner_ref: row.ownerRef,
    type: row.type,
    currency: row.currency,
    name: row.name,
    slug: row.slug,
    status: row.status,
    freeze_mode: row.freezeMode,
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    closed_at: row.closedAt?.toISOString() ?? null,
  };
}
