import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { addressOf } from "./address-of.ts";
import type { IdentityDeps } from "./deps.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { sealSecret } from "./second-factor.ts";
import { provenSessionCaller } from "./session-caller.ts";
import { base32Of, otpauthUrlOf } from "./time-code.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

// As long as the hash that codes are made with, which is what RFC 4226 recommends.
const secretBytes = 20;

export const begunTotpSchema = z.object({
  secret: z.string().meta({
    description: "Type it into the app, or let it scan the URL.",
    examples: ["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"],
  }),
  otpauth_url: z.string().meta({
    description: "For a QR code; the app shows it as Saku with the person's address.",
    examples: [
      "otpauth://totp/Saku:ayu%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Saku&algorithm=SHA1&digits=6&period=30",
    ],
  }),
});
export type BegunTotp = z.output<typeof begunTotpSchema>;

/** Gives a new secret for an authenticator app, which counts for nothing until a code of it has come back. */
export async function beginTotp(
  deps: IdentityDeps,
  caller: Caller,
  { write }: { readonly write: WriteRequest },
): Promise<BegunTotp> {
  const { userRef } = provenSessionCaller(caller, deps.clock);
  const secret = randomBytes(secretBytes);
  await runIdentityCommand(
    deps,
    "identity.begin_totp",
    unkeyedIntent(caller, write, "identity.begin_totp"),
    { user_ref: userRef, secret_encrypted: sealSecret(deps, userRef, secret) },
    z.object({}),
  );
  const address = await addressOf(deps, userRef);
  return { secret: base32Of(secret), otpauth_url: otpauthUrlOf(secret, address) };
}
