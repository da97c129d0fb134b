import { z } from "zod";
import { scopes } from "../platform/caller.ts";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";

export const apiKeyNameSchema = z
  .string()
  .trim()
  .min(1, "At least 1 character.")
  .max(100, "At most 100 characters.")
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, "No control or invisible characters.")
  .meta({ examples: ["Nightly payouts"] });

export const apiKeyScopesSchema = z
  .array(z.enum(scopes))
  .min(1, "At least one scope.")
  .refine((given) => new Set(given).size === given.length, { error: "Each scope once." })
  .meta({ examples: [["wallets:read", "transactions:read"]] });

const addressesAtMost = 50;

export const ipAllowListSchema = z
  .array(
    z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
      error: "Expected an IPv4 or IPv6 address or range, such as 203.0.113.0/24.",
    }),
  )
  .max(addressesAtMost, `At most ${addressesAtMost}.`)
  .meta({ examples: [["203.0.113.0/24"]] });

/** An API key as it is shown: everything but the key. */
export const storedApiKeySchema = z.strictObject({
  key_ref: refSchema,
  owner_ref: refSchema,
  name: z.string(),
  prefix: z.string().meta({ description: "How the key begins, to know it by." }),
  mode: z.enum(["live", "test"]).meta({
    description: "Production makes and takes live keys, every other environment test keys.",
  }),
  // Not the closed list: a key may be older than the removal of one of its scopes.
  scopes: z.array(z.string()),
  ip_allow_list: z
    .array(z.string())
    .meta({ description: "Where it may be used from; empty: from anywhere." }),
  expires_at: momentSchema.nullable(),
  last_used_at: momentSchema.nullable().meta({ description: "The hour of the last use." }),
  rotated_to: refSchema.nullable().meta({ description: "The key that took its place." }),
  revoked_at: momentSchema.nullable(),
  version: z.int().meta({ description: "Counts the changes of the key." }),
  created_at: momentSchema,
  updated_at: momentSchema,
});

export type StoredApiKey = z.output<typeof storedApiKeySchema>;

/** A key at the one moment when it can be seen. */
export const issuedApiKeySchema = storedApiKeySchema.extend({
  api_key: z.string().nullable().meta({
    description:
      "The key itself, shown this once: it is kept nowhere. Null in the answer to a repetition.",
  }),
});

export type IssuedApiKey = z.output<typeof issuedApiKeySchema>;
