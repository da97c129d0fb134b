import { z } from "zod";
import type { Clock } from "../platform/clock.ts";
import { answered, type Database } from "../platform/database.ts";
import { refSchema } from "../platform/ids.ts";
import type { RequestOrigin } from "../platform/operator-key.ts";
import { createShortMemory } from "./short-memory.ts";

const knownKeySchema = z.object({
  key_ref: refSchema,
  owner_ref: refSchema,
  scopes: z.array(z.string()),
  ended: z.enum(["REVOKED", "EXPIRED", "OWNER_INACTIVE"]).nullable(),
  is_address_allowed: z.boolean(),
  /** What the owner may do now; null for the bootstrap operator, who may do everything. */
  owner: z.object({ roles: z.array(z.string()), scopes: z.array(z.string()) }).nullable(),
});

/** What the database says of an API key. */
export type KnownKey = z.output<typeof knownKeySchema>;

export type KnownKeys = {
  readonly find: (hash: string, from: RequestOrigin) => Promise<KnownKey | null>;
};

// How long a revoked key may still read.
const keptMs = 60_000;
const keptAtMost = 5_000;

/** Finds API keys by their hash, and remembers for a minute what it found, for requests that only read. */
export function createKnownKeys(database: Database, clock: Clock): KnownKeys {
  const memory = createShortMemory<KnownKey>({ clock, keptMs, keptAtMost });
  return {
    find: async (hash, { ip, mustStand }) => {
      const place = `${hash} ${ip}`;
      const known = mustStand ? undefined : memory.recall(place);
      if (known) return known;
      const key = await findKey(database, hash, ip);
      // A key that belongs to nobody is not kept, or guesses would drive out what is known; nor is one that waits for its
      // owner, who may be reactivated at any moment.
      if (key && key.ended !== "OWNER_INACTIVE") memory.keep(place, key);
      else memory.forget(place);
      return key;
    },
  };
}

async function findKey(
  database: Database,
  hash: string,
  ip: string | null,
): Promise<KnownKey | null> {
  const address = z.union([z.ipv4(), z.ipv6()]).safeParse(ip);
  const [row] = await answered(
    database.sql`select identity.use_api_key(decode(${hash}, 'hex'), ${address.data ?? null}::inet) as key`,
  );
  return knownKeySchema.nullable().parse(row?.key);
}
