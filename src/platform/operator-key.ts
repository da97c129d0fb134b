import { createHash, timingSafeEqual } from "node:crypto";
import { bareCaller, type Caller, scopes } from "./caller.ts";

/** What of a request decides, beside the bearer, who is calling. */
export type RequestOrigin = {
  /** Where the request came from, as the platform in front of us says; null where nothing is in front. */
  readonly ip: string | null;
  readonly method: string;
  /** The address as its endpoint spells it, with parameters in braces. */
  readonly path: string;
  /** A key or session that ended a moment ago is refused: set where nothing later looks at it again. */
  readonly mustStand: boolean;
};

/** Who a bearer belongs to, or null for one that belongs to nobody. */
export type Authenticate = (bearer: string, from: RequestOrigin) => Promise<Caller | null>;

/** What every 401 says of how to authenticate. */
export const challenge = { "WWW-Authenticate": 'Bearer realm="saku"' };

/** The bootstrap operator is nobody's user; its ref is reserved and can never be made by a clock. */
export const operatorRef = "00000000000000000000000001";

/** One key from a secret, with every scope: who appoints the first administrator, and mends what nobody else can. */
export function createOperatorKeyCheck(operatorKey: string): Authenticate {
  const expected = digestOf(operatorKey);
  const operator = bareCaller(operatorRef, scopes, { isOperator: true });
  // A map finds a text by its hash, so how long it looks tells nothing of how much of a guess was right.
  const accepted = new Map<string, Caller>();
  return async (bearerKey) => {
    const known = accepted.get(bearerKey);
    if (known) return known;
    // Digests have one length, so the comparison tells nothing about the key's.
    if (!timingSafeEqual(digestOf(bearerKey), expected)) return null;
    accepted.set(bearerKey, operator);
    return operator;
  };
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
