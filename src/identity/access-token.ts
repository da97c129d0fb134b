import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Ref, refSchema } from "../platform/ids.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** A signed statement of who is calling, which is checked without asking anybody. */
export type AccessToken = string;

/** What an access token says of its bearer. */
export type TokenClaims = {
  readonly userRef: Ref;
  readonly sessionRef: Ref;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** When the person last proved who they are, in seconds since 1970. */
  readonly authTime: number;
  readonly hasSecondFactor: boolean;
};

export const accessTokenLifeS = 900;

// Clocks of two machines may differ by this much. It delays a token's start and never its end.
const clockSkewS = 30;
const maxTokenLength = 4_096;
const jtiBytes = 16;
const audience = "saku:api";
const secondFactor = "mfa";

// Whatever else a header holds is not read: a key that a token brings along (jwk, jku, x5u) proves nothing.
const headerSchema = z.object({
  alg: z.literal("EdDSA"),
  typ: z.literal("at+jwt"),
  kid: z.string(),
  crit: z.never().optional(),
});

const payloadSchema = z.object({
  iss: z.string(),
  aud: z.literal(audience),
  sub: refSchema,
  sid: refSchema,
  scope: z.string(),
  roles: z.array(z.string()),
  amr: z.array(z.string()),
  auth_time: z.int(),
  iat: z.int(),
  nbf: z.int(),
  exp: z.int(),
});

/** Says, for the time of one access token, who is calling and what they may do. */
export async function mintAccessToken(
  keys: SigningKeys,
  claims: TokenClaims,
): Promise<AccessToken> {
  const { kid, sign } = await keys.active();
  const now = secondsOf(keys.clock.now());
  const header = { alg: "EdDSA", typ: "at+jwt", kid };
  const payload: z.input<typeof payloadSchema> & { jti: string } = {
    iss: keys.issuer,
    aud: audience,
    sub: claims.userRef,
    sid: claims.sessionRef,
    scope: claims.scopes.join(" "),
    roles: [...claims.roles],
    amr: claims.hasSecondFactor ? ["pwd", secondFactor] : ["pwd"],
    auth_time: claims.authTime,
    iat: now,
    nbf: now,
    exp: now + accessTokenLifeS,
    jti: randomBytes(jtiBytes).toString("base64url"),
  };
  const signed = `${encodedJson(header)}.${encodedJson(payload)}`;
  return `${signed}.${(await sign(Buffer.from(signed))).toString("base64url")}`;
}

export type TokenVerdict =
  | { readonly isValid: true; readonly claims: TokenClaims; readonly expiresAt: number }
  | { readonly isValid: false; readonly isExpired: boolean };

const invalid: TokenVerdict = { isValid: false, isExpired: false };

/** Believes a token only if a key of ours signed exactly these words, for us, and for this moment. */
export async function verifyAccessToken(keys: SigningKeys, token: string): Promise<TokenVerdict> {
  const parts = token.length > maxTokenLength ? [] : token.split(".");
  const [head = "", body = "", signature = ""] = parts;
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+$/.test(part))) return invalid;
  const header = headerSchema.safeParse(decodedJson(head));
  if (!header.success) return invalid;
  const verify = await keys.find(header.data.kid);
  const signed = Buffer.from(`${head}.${body}`);
  if (!verify || !(await verify(signed, Buffer.from(signature, "base64url")))) return invalid;

  const payload = payloadSchema.safeParse(decodedJson(body));
  if (!payload.success || payload.data.iss !== keys.issuer) return invalid;
  const { exp, nbf, iat } = payload.data;
  const now = secondsOf(keys.clock.now());
  if (exp <= now) return { isValid: false, isExpired: true };
  if (Math.max(nbf, iat) > now + clockSkewS) return invalid;
  return { isValid: true, claims: claimsOf(payload.data), expiresAt: exp };
}

function claimsOf(payload: z.output<typeof payloadSchema>): TokenClaims {
  return {
    userRef: payload.sub,
    sessionRef: payload.sid,
    roles: payload.roles,
    scopes: payload.scope.split(" "),
    authTime: payload.auth_time,
    hasSecondFactor: payload.amr.includes(secondFactor),
  };
}

function secondsOf(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000);
}

function encodedJson(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decodedJson(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch (error) {
    // Whoever made it may have put anything there; what is no JSON is no token.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
