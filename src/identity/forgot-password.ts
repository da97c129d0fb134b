import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import type { WriteRequest } from "../platform/intent.ts";
import type { ClientFacts } from "./client-facts.ts";
import { refuseWithoutDelivery } from "./deliver-code.ts";
import type { IdentityDeps } from "./deps.ts";
import type { EmailAddress } from "./email-address.ts";
import { hashOfDestination } from "./one-time-code.ts";
import { newToken } from "./refresh-token.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { takeByAddress } from "./take-by-address.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type ForgotPasswordInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly email: EmailAddress;
};

const requestedSchema = z.object({ is_known: z.boolean(), destination: z.string() });

/** Sends a token to set a new password with. An address without an account is sent word that it has none. */
export async function forgotPassword(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, email }: ForgotPasswordInput,
): Promise<void> {
  await takeByAddress(deps, "password_reset_ip", client);
  await deps.limits.take("password_reset", email.norm);
  await refuseWithoutDelivery(deps.deliverCode);

  const token = newToken("pr", write.newRef());
  const { result } = await runIdentityCommand(
    deps,
    "identity.request_reset",
    unkeyedIntent(caller, write, "identity.request_reset"),
    {
      email: email.text,
      email_norm: email.norm,
      request_ref: token.ref,
      token_hash: token.hash,
      destination_hash: hashOfDestination(deps.secrets.pepper, email.norm),
    },
    requestedSchema,
  );
  await deps.deliverCode({
    channel: "email",
    destination: result.destination,
    template: result.is_known ? "password_reset" : "no_account",
    code: result.is_known ? token.text : "",
  });
}
