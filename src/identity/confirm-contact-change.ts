import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { type ChangedUser, changedUserSchema } from "./changed-user.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";
import { hashOfCode } from "./one-time-code.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { provenSessionCaller } from "./session-caller.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type ConfirmContactChangeInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly otpRef: Ref;
  readonly code: string;
};

const confirmedSchema = changedUserSchema.extend({
  last_email: z.string(),
  contact: z.enum(["email_change", "phone_change"]),
});

/** Proves a new address or number with the code that was sent to it, and tells the address that stood before. */
export async function confirmContactChange(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, otpRef, code }: ConfirmContactChangeInput,
): Promise<ChangedUser> {
  const { userRef, credentialRef } = provenSessionCaller(caller, deps.clock);
  await deps.limits.take("otp_verify", userRef);
  const { result } = await runIdentityCommand(
    deps,
    "identity.confirm_contact_change",
    unkeyedIntent(caller, write, "identity.confirm_contact_change"),
    {
      user_ref: userRef,
      session_ref: credentialRef,
      otp_ref: otpRef,
      code_hash: hashOfCode(deps.secrets.pepper, otpRef, code),
      ip: client.ip,
      user_agent: client.userAgent,
    },
    confirmedSchema,
  );
  const { last_email: destination, contact, ...changed } = result;
  await deps.deliverCode({ channel: "email", destination, template: `${contact}d`, code: "" });
  return changed;
}
