import type { Caller } from "../platform/caller.ts";
import type { Clock } from "../platform/clock.ts";
import type { Ref } from "../platform/ids.ts";
import { identityProblem } from "./errors.ts";

/** A caller behind whom there is a person with a session. */
export type SessionCaller = Caller & {
  readonly userRef: Ref;
  readonly credentialRef: Ref;
  readonly authTime: number;
};

/** Where a proof is given again, and where a code for it is sent to whoever has no authenticator app. */
export const stepUpPath = "/v1/auth/step-up";
export const stepUpRequestPath = "/v1/auth/step-up/request";

/** How long ago a proof may lie for what must not be done by whoever finds a device unlocked. */
export const recentProofS = 300;

/** The person who calls. Keys have no person behind them that could change a password. */
export function sessionCaller(caller: Caller): SessionCaller {
  const { userRef, credentialRef, authTime } = caller;
  if (userRef === null || credentialRef === null || authTime === null) {
    throw identityProblem("session_required", "Log in; this is not done with a key.");
  }
  return { ...caller, userRef, credentialRef, authTime };
}

/** The person who calls, if they proved a moment ago who they are. */
export function recentSessionCaller(caller: Caller, clock: Clock): SessionCaller {
  const person = sessionCaller(caller);
  const ageS = clock.now().getTime() / 1_000 - person.authTime;
  if (ageS > recentProofS) {
    throw stepUpProblem(`The last proof is ${Math.floor(ageS)} seconds old.`);
  }
  return person;
}

/**
 * The person who calls, if they proved a moment ago with more than their password who they are: by their app, or where they
 * have none by a code that was sent to the address that stands. Whoever has a stolen password alone moves no account.
 */
export function provenSessionCaller(caller: Caller, clock: Clock): SessionCaller {
  const person = recentSessionCaller(caller, clock);
  if (!person.hasSecondFactor) {
    throw stepUpProblem("This session was opened with a password alone.");
  }
  return person;
}

/** Says the way with the refusal, so that nobody has to look for it. */
function stepUpProblem(reason: string) {
  const ways = `a code of your app, or one that POST ${stepUpRequestPath} sends by mail`;
  const detail = `${reason} Prove who you are with POST ${stepUpPath} (${ways}), and send this again with the new access token.`;
  return identityProblem("step_up_required", detail, {
    max_age_s: recentProofS,
    step_up: stepUpPath,
    step_up_request: stepUpRequestPath,
  });
}
