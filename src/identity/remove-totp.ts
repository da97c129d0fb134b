import type { Caller } from "../platform/caller.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { type ChangedUser, changedUserSchema } from "./changed-user.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";
import { readFactor } from "./read-factor.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { recentSessionCaller } from "./session-caller.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type FactorInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly code: string;
};

/** Takes the authenticator app away from somebody who uses it, or a backup code, for the last time. */
export async function removeTotp(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, code }: FactorInput,
): Promise<ChangedUser> {
  const { userRef, credentialRef } = recentSessionCaller(caller, deps.clock);
  await deps.limits.take("otp_verify", userRef);
  const { result } = await runIdentityCommand(
    deps,
    "identity.remove_totp",
    unkeyedIntent(caller, write, "identity.remove_totp"),
    {
      ...(await readFactor(deps, userRef, code)),
      user_ref: userRef,
      session_ref: credentialRef,
      ip: client.ip,
      user_agent: client.userAgent,
    },
    changedUserSchema,
  );
  return result;
}
