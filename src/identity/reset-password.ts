import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { type ChangedUser, changedUserSchema } from "./changed-user.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";
import { refuseCommonPassword } from "./password-rules.ts";
import type { RefreshToken } from "./refresh-token.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { takeByAddress } from "./take-by-address.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type ResetPasswordInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly token: RefreshToken;
  readonly newPassword: string;
};

/** Sets a new password with a token that was sent, and ends every session. It logs nobody in. */
export async function resetPassword(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, token, newPassword }: ResetPasswordInput,
): Promise<ChangedUser> {
  refuseCommonPassword(newPassword, []);
  await takeByAddress(deps, "password_reset_ip", client);
  await deps.limits.take("password_reset", token.ref);
  const { result } = await runIdentityCommand(
    deps,
    "identity.reset_password",
    unkeyedIntent(caller, write, "identity.reset_password"),
    {
      token_hash: token.hash,
      new_hash: (await standsReset(deps, token)) ? await deps.passwords.hash(newPassword) : null,
      route: "/v1/auth/password/reset",
      ip: client.ip,
      user_agent: client.userAgent,
    },
    changedUserSchema,
  );
  return result;
}

/** A token has 256 bits, so that one is refused sooner than another tells nothing; a hash for each guess would cost us. */
async function standsReset({ database }: IdentityDeps, { hash }: RefreshToken): Promise<boolean> {
  const rows = await answered(database.sql`select identity.stands_reset(${hash}) as stands`);
  return z.boolean().parse(rows[0]?.stands);
}
