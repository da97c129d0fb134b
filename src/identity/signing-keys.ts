import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../platform/clock.ts";
import { answered, type Database } from "../platform/database.ts";
import { openText, sealText } from "../platform/sealed-text.ts";
import type { IdentitySecrets } from "./secrets.ts";

type Verify = (signed: Buffer, signature: Buffer) => Promise<boolean>;
type Sign = (text: Buffer) => Promise<Buffer>;

/** What tokens are signed and verified with, as this deployment's database keeps it. */
export type SigningKeys = {
  /** Who signs: no token of another deployment is believed, whatever its key. */
  readonly issuer: string;
  readonly environment: string;
  readonly clock: Clock;
  /** What signs now. */
  readonly active: () => Promise<{ readonly kid: string; readonly sign: Sign }>;
  /** How a signature by a key is verified; null for a key that is not ours, or no longer. */
  readonly find: (kid: string) => Promise<Verify | null>;
  /** The public halves, for whoever verifies tokens elsewhere. */
  readonly published: () => Promise<readonly PublicJwk[]>;
};

export type SigningKeysOptions = {
  readonly database: Database;
  readonly clock: Clock;
  readonly secrets: Pick<IdentitySecrets, "keyEncryptionKey">;
  readonly environment: string;
};

const publicJwkSchema = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string(),
});
export type PublicJwk = z.output<typeof publicJwkSchema> & {
  readonly kid: string;
  readonly alg: "EdDSA";
  readonly use: "sig";
};

// Only what RFC 8037 asks for: runtimes that add an `alg` spell it in two ways, and refuse each other's.
const privateJwkSchema = publicJwkSchema.extend({ d: z.string() });

const rowSchema = z.object({
  kid: z.string(),
  state: z.enum(["NEXT", "ACTIVE", "RETIRED"]),
  public_jwk: publicJwkSchema,
  private_jwk: z.string().nullable(),
});
type Row = z.output<typeof rowSchema>;

type Loaded = {
  readonly rows: readonly Row[];
  readonly verifiers: ReadonlyMap<string, Verify>;
  readonly signer: { readonly kid: string; readonly sign: Sign } | null;
  readonly atMs: number;
};

// How long others may keep the published keys; a key waits longer before it signs.
export const keysKeptS = 300;
// Our own copy, and a minute for which a token is remembered once it was believed: five minutes in all.
const ownCopyMs = 240_000;
// A token with an unknown kid may be of a key that is newer than our copy, or made up: asking again has its price.
const unknownKidPauseMs = 10_000;
const kidBytes = 12;
const ed25519 = "Ed25519";

/** Keeps a copy of the keys for some minutes, so that checking a token asks nobody. Makes the keys that are missing. */
export function createSigningKeys(options: SigningKeysOptions): SigningKeys {
  const { clock, environment } = options;
  let kept: Loaded | undefined;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const ageMs = () => (kept ? clock.now().getTime() - kept.atMs : Number.POSITIVE_INFINITY);
  const load = async (maxAgeMs: number): Promise<Loaded> => {
    if (kept && ageMs() < maxAgeMs) return kept;
    kept = await loadKeys(options);
    return kept;
  };
  const fresh = () => load(ownCopyMs);

  return {
    issuer: `saku:${environment}`,
    environment,
    clock,
    active: async () => {
      const loaded = await fresh();
      const signer = loaded.signer ?? (await signerOf(options, loaded.rows));
      kept = { ...loaded, signer };
      return signer;
    },
    find: async (kid) => {
      const known = (await fresh()).verifiers.get(kid);
      if (known) return known;
      const now = clock.now().getTime();
      if (now - askedAtMs < unknownKidPauseMs) return null;
      // Noted before it is asked, so that of many such tokens at one moment one asks. Nothing is lost for the others: a key is
      // published for minutes before it signs.
      askedAtMs = now;
      return (await load(unknownKidPauseMs)).verifiers.get(kid) ?? null;
    },
    published: async () => {
      const { rows } = await fresh();
      return rows.map(({ kid, public_jwk }) => ({ ...public_jwk, kid, alg: "EdDSA", use: "sig" }));
    },
  };
}

async function loadKeys(options: SigningKeysOptions): Promise<Loaded> {
  const { sql } = options.database;
  const rows = rowsOf(await answered(sql`select identity.signing_keys_view() as keys`));
  const missing = ["ACTIVE", "NEXT"].filter((state) => !rows.some((row) => row.state === state));
  const all = missing.length === 0 ? rows : await addKeys(options, missing.length);
  const verifiers = await Promise.all(
    all.map(async ({ kid, public_jwk }) => [kid, await verifierOf(public_jwk)] as const),
  );
  return {
    rows: all,
    verifiers: new Map(verifiers),
    signer: null,
    atMs: options.clock.now().getTime(),
  };
}

/** Makes keys for the places that are empty. Another instance may do so at this moment: the database decides. */
async function addKeys({ database, secrets }: SigningKeysOptions, count: number): Promise<Row[]> {
  const made = await Promise.all(Array.from({ length: count }, makeKey));
  const candidates = made.map(({ kid, publicJwk, privateJwk }) => ({
    kid,
    public_jwk: publicJwk,
    private_jwk: sealText(secrets.keyEncryptionKey, aboutOf(kid), JSON.stringify(privateJwk)),
  }));
  const text = JSON.stringify(candidates);
  return rowsOf(
    await answered(database.sql`select identity.add_signing_keys(${text}::jsonb) as keys`),
  );
}

function rowsOf(answer: readonly Record<string, unknown>[]): Row[] {
  return z.array(rowSchema).parse(answer[0]?.keys);
}

async function makeKey() {
  const pair = await crypto.subtle.generateKey(ed25519, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("Ed25519 made no pair of keys.");
  const publicJwk = publicJwkSchema.parse(await crypto.subtle.exportKey("jwk", pair.publicKey));
  const privateJwk = privateJwkSchema.parse(await crypto.subtle.exportKey("jwk", pair.privateKey));
  return { kid: randomBytes(kidBytes).toString("hex"), publicJwk, privateJwk };
}

async function verifierOf(jwk: z.output<typeof publicJwkSchema>): Promise<Verify> {
  const key = await crypto.subtle.importKey("jwk", jwk, ed25519, false, ["verify"]);
  return (signed, signature) => crypto.subtle.verify(ed25519, key, signature, signed);
}

async function signerOf({ secrets }: SigningKeysOptions, rows: readonly Row[]) {
  const active = rows.find(({ state }) => state === "ACTIVE");
  if (!active?.private_jwk) throw new Error("There is no signing key, and none was made.");
  const { kid } = active;
  const opened = openedKey(secrets.keyEncryptionKey, kid, active.private_jwk);
  const jwk = privateJwkSchema.parse(JSON.parse(opened));
  const key = await crypto.subtle.importKey("jwk", jwk, ed25519, false, ["sign"]);
  const sign: Sign = async (text) => Buffer.from(await crypto.subtle.sign(ed25519, key, text));
  return { kid, sign };
}

function openedKey(keyEncryptionKey: string, kid: string, sealed: string): string {
  try {
    return openText(keyEncryptionKey, aboutOf(kid), sealed);
  } catch (cause) {
    const remedy = "Put the secret back that sealed it, or run: npm run keys -- revoke";
    throw new Error(`IDENTITY_KEK does not open the signing key ${kid}. ${remedy} ${kid}`, {
      cause,
    });
  }
}

function aboutOf(kid: string): string {
  return `signing key ${kid}`;
}
