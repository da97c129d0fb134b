import type { Caller } from "../platform/caller.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { refuseWithoutDelivery } from "./deliver-code.ts";
import type { IdentityDeps } from "./deps.ts";
import type { EmailAddress } from "./email-address.ts";
import { hashOfCode, hashOfDestination, oneTimeCode } from "./one-time-code.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { deliverSentCode, type SentCode, sentCodeSchema } from "./sent-code.ts";
import { provenSessionCaller } from "./session-caller.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

/** The address or the number that somebody wants to be reached at. */
export type NewContact =
  | { readonly channel: "email"; readonly email: EmailAddress }
  | { readonly channel: "sms"; readonly phone: string };

export type RequestContactChangeInput = {
  readonly write: WriteRequest;
  readonly contact: NewContact;
};

/** Sends a code to a new address or number, which counts for nothing until the code has come back. */
export async function requestContactChange(
  deps: IdentityDeps,
  caller: Caller,
  { write, contact }: RequestContactChangeInput,
): Promise<SentCode> {
  const { userRef, credentialRef } = provenSessionCaller(caller, deps.clock);
  const { pepper } = deps.secrets;
  await deps.limits.take("otp", userRef);
  await refuseWithoutDelivery(deps.deliverCode);

  const code = oneTimeCode();
  const otpRef = write.newRef();
  const { text, norm } =
    contact.channel === "email" ? contact.email : { text: contact.phone, norm: contact.phone };
  const { result } = await runIdentityCommand(
    deps,
    "identity.request_contact_change",
    unkeyedIntent(caller, write, "identity.request_contact_change"),
    {
      user_ref: userRef,
      session_ref: credentialRef,
      channel: contact.channel,
      destination: text,
      norm,
      otp_ref: otpRef,
      code_hash: hashOfCode(pepper, otpRef, code),
      destination_hash: hashOfDestination(pepper, norm),
    },
    sentCodeSchema,
  );
  return deliverSentCode(deps, result, code);
}
