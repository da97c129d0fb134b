import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { WriteRequest } from "../platform/intent.ts";
import type { ClientFacts } from "./client-facts.ts";
import { refuseWithoutDelivery } from "./deliver-code.ts";
import type { IdentityDeps } from "./deps.ts";
import { hashOfCode, oneTimeCode } from "./one-time-code.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { deliverSentCode, type SentCode, sentCodeSchema } from "./sent-code.ts";
import { takeByAddress } from "./take-by-address.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type ResendCodeInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly otpRef: Ref;
};

/** Sends another code for a registration, and ends the one before. */
export async function resendCode(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, otpRef }: ResendCodeInput,
): Promise<SentCode> {
  await takeByAddress(deps, "otp_ip", client);
  await refuseWithoutDelivery(deps.deliverCode);
  const code = oneTimeCode();
  const nextRef = write.newRef();
  const { result } = await runIdentityCommand(
    deps,
    "identity.resend_otp",
    unkeyedIntent(caller, write, "identity.resend_otp"),
    {
      last_otp_ref: otpRef,
      otp_ref: nextRef,
      code_hash: hashOfCode(deps.secrets.pepper, nextRef, code),
    },
    sentCodeSchema,
  );
  return deliverSentCode(deps, result, code);
}
