import type { Caller } from "../platform/caller.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { addressOf } from "./address-of.ts";
import { refuseWithoutDelivery } from "./deliver-code.ts";
import type { IdentityDeps } from "./deps.ts";
import { hashOfCode, hashOfDestination, oneTimeCode } from "./one-time-code.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { deliverSentCode, type SentCode, sentCodeSchema } from "./sent-code.ts";
import { sessionCaller } from "./session-caller.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

/** Sends a code to somebody who is logged in, has no authenticator app, and has to prove again that it is them. */
export async function requestStepUp(
  deps: IdentityDeps,
  caller: Caller,
  { write }: { readonly write: WriteRequest },
): Promise<SentCode> {
  const { userRef } = sessionCaller(caller);
  const { pepper } = deps.secrets;
  await deps.limits.take("step_up", userRef);
  await refuseWithoutDelivery(deps.deliverCode);
  const emailNorm = await addressOf(deps, userRef);

  const code = oneTimeCode();
  const otpRef = write.newRef();
  const { result } = await runIdentityCommand(
    deps,
    "identity.request_step_up",
    unkeyedIntent(caller, write, "identity.request_step_up"),
    {
      user_ref: userRef,
      otp_ref: otpRef,
      code_hash: hashOfCode(pepper, otpRef, code),
      destination_hash: hashOfDestination(pepper, emailNorm),
    },
    sentCodeSchema,
  );
  return deliverSentCode(deps, result, code);
}
