import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import type { WriteRequest } from "../platform/intent.ts";
import type { ClientFacts } from "./client-facts.ts";
import { refuseWithoutDelivery } from "./deliver-code.ts";
import type { IdentityDeps } from "./deps.ts";
import type { EmailAddress } from "./email-address.ts";
import { hashOfCode, hashOfDestination, oneTimeCode } from "./one-time-code.ts";
import { refuseCommonPassword } from "./password-rules.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { deliverSentCode, type SentCode, sentCodeSchema } from "./sent-code.ts";
import { takeByAddress } from "./take-by-address.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type RegisterInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly email: EmailAddress;
  readonly password: string;
  readonly username: string | null;
};

/** Begins an account. Whether somebody has the address already is told to nobody but its owner, by mail. */
export async function register(
  deps: IdentityDeps,
  caller: Caller,
  input: RegisterInput,
): Promise<SentCode> {
  const { email, password, username, client, write } = input;
  const { pepper } = deps.secrets;
  refuseCommonPassword(password, [email.norm, username]);
  await takeByAddress(deps, "register_ip", client);
  await refuseWithoutDelivery(deps.deliverCode);
  const intent = unkeyedIntent(caller, write, "identity.register");
  const destinationHash = hashOfDestination(pepper, email.norm);
  const asked = { username, destination_hash: destinationHash };
  await runIdentityCommand(deps, "identity.registration_refusal", intent, asked, z.object({}));

  const code = oneTimeCode();
  const otpRef = write.newRef();
  const { result } = await runIdentityCommand(
    deps,
    "identity.register",
    intent,
    {
      user_ref: write.newRef(),
      email: email.text,
      email_norm: email.norm,
      username,
      password_hash: await deps.passwords.hash(password),
      otp_ref: otpRef,
      code_hash: hashOfCode(pepper, otpRef, code),
      destination_hash: destinationHash,
      ip: client.ip,
      user_agent: client.userAgent,
    },
    sentCodeSchema,
  );
  return deliverSentCode(deps, result, code);
}
