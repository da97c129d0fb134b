import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { validationProblem } from "../platform/validation.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";
import { hashOfCode } from "./one-time-code.ts";
import { readFactor } from "./read-factor.ts";
import { newToken } from "./refresh-token.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { sessionCaller, stepUpPath, stepUpRequestPath } from "./session-caller.ts";
import { type SessionTokens, sessionFactsSchema, sessionTokens } from "./session-tokens.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type StepUpInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly code: string;
  /** The request whose code was sent; left out by whoever uses an app or a backup code. */
  readonly otpRef: Ref | null;
};

/** Proves again who is calling: a session that begins now takes the place of the one that asks. */
export async function stepUp(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, code, otpRef }: StepUpInput,
): Promise<SessionTokens> {
  const { userRef, credentialRef } = sessionCaller(caller);
  await deps.limits.take("step_up", userRef);
  const proof =
    otpRef === null
      ? await readFactor(deps, userRef, code, otpRefIsMissing)
      : { otp_ref: otpRef, code_hash: hashOfCode(deps.secrets.pepper, otpRef, code) };
  const refreshToken = newToken("rt", write.newRef());
  const { result } = await runIdentityCommand(
    deps,
    "identity.step_up",
    unkeyedIntent(caller, write, "identity.step_up"),
    {
      ...proof,
      user_ref: userRef,
      last_session_ref: credentialRef,
      session_ref: write.newRef(),
      token_ref: refreshToken.ref,
      token_hash: refreshToken.hash,
      route: stepUpPath,
      ip: client.ip,
      user_agent: client.userAgent,
    },
    sessionFactsSchema,
  );
  return sessionTokens(deps.keys, result, refreshToken);
}

/** Without an app the code can only have been sent, and which message it was in has to be said. */
function otpRefIsMissing() {
  const message = `Required with a code that was sent: the otp_ref that POST ${stepUpRequestPath} answered. This account has no authenticator app.`;
  return validationProblem([{ in: "body", pointer: "/otp_ref", message }]);
}
