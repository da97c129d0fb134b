import { createHash, createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import { type Ref, refSchema } from "../platform/ids.ts";

const secretBytes = 32;

/** A secret in a person's hand: what it is for, which one it is, and 256 bits that nobody can guess. */
export type RefreshToken = { readonly ref: Ref; readonly text: string; readonly hash: string };

type Kind = "rt" | "pr" | "mc";

/** A new token of a kind: `rt` refreshes a session, `pr` resets a password, `mc` continues a login. */
export function newToken(kind: Kind, ref: Ref): RefreshToken {
  return tokenOf(kind, ref, randomBytes(secretBytes));
}

/**
 * The token that follows another. It is derived, so that a repetition of the same refresh can be answered with the same
 * successor although none is kept.
 */
export function successorOf(tokenSecret: string, parent: RefreshToken, ref: Ref): RefreshToken {
  const mac = createHmac("sha256", tokenSecret).update(`${parent.text} ${ref}`).digest();
  return tokenOf("rt", ref, mac);
}

function tokenOf(kind: Kind, ref: Ref, secret: Buffer): RefreshToken {
  const text = `${kind}_${ref}.${secret.toString("base64url")}`;
  return { ref, text, hash: hashOf(text) };
}

/** A token has 256 bits, so a plain hash of it cannot be searched. */
function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Reads a token of a kind. Any text is taken, because only the database knows which tokens there are. */
export function tokenSchema(kind: Kind) {
  return z
    .string()
    .max(200)
    .transform((text): RefreshToken => {
      const [, ref = ""] = new RegExp(`^${kind}_([0-9A-Z]{26})\\.[\\w-]{43}$`).exec(text) ?? [];
      return { ref: refSchema.safeParse(ref).data ?? nobody, text, hash: hashOf(text) };
    });
}

// No clock makes this ref.
const nobody = "00000000000000000000000000";
