import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";

const secretBytes = 32;

/** What opens an overlay. It stands behind the # of a link, which no browser sends to anybody. */
export type OverlayToken = string;

export const overlayTokenSchema = z
  .string()
  .regex(/^ovl_[A-Za-z0-9_-]{43}$/, "Expected an overlay's token, ovl_ and 43 more characters.")
  .meta({ examples: [`ovl_${"a".repeat(43)}`] });

export function makeOverlayToken(): OverlayToken {
  return `ovl_${randomBytes(secretBytes).toString("base64url")}`;
}

/** What is kept of a token. It is random and long, so a fast hash keeps it as well as a slow one. */
export function hashOfOverlayToken(token: OverlayToken): string {
  return createHash("sha256").update(token).digest("hex");
}
