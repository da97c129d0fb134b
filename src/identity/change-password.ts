import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { type ChangedUser, changedUserSchema } from "./changed-user.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";
import { refuseCommonPassword } from "./password-rules.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { sessionCaller } from "./session-caller.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type ChangePasswordInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly currentPassword: string;
  readonly newPassword: string;
};

/** Changes the password of somebody who knows the present one, and ends their other sessions. */
export async function changePassword(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, currentPassword, newPassword }: ChangePasswordInput,
): Promise<ChangedUser> {
  const { userRef, credentialRef } = sessionCaller(caller);
  refuseCommonPassword(newPassword, []);
  await deps.limits.take("step_up", userRef);

  const rows = await answered(
    deps.database.sql`select identity.password_hash_of(${userRef}) as stored`,
  );
  const stored = z.string().nullable().parse(rows[0]?.stored);
  const { isRight } = await deps.passwords.verify(currentPassword, stored);
  const { result } = await runIdentityCommand(
    deps,
    "identity.change_password",
    unkeyedIntent(caller, write, "identity.change_password"),
    {
      user_ref: userRef,
      session_ref: credentialRef,
      compared_with: stored,
      is_right: isRight,
      new_hash: isRight ? await deps.passwords.hash(newPassword) : null,
      route: "/v1/auth/password/change",
      ip: client.ip,
      user_agent: client.userAgent,
    },
    changedUserSchema,
  );
  return result;
}
