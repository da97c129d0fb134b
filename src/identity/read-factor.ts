import type { Problem } from "../platform/problem.ts";
import type { IdentityDeps } from "./deps.ts";
import { identityProblem } from "./errors.ts";
import { readTotpSecret } from "./read-totp-secret.ts";
import { type SecondFactor, secondFactor } from "./second-factor.ts";

/** What somebody's app or backup code comes to, as far as they have an app. */
export async function readFactor(
  deps: Pick<IdentityDeps, "database" | "secrets" | "clock">,
  userRef: string,
  typed: string,
  withoutApp = appIsAbsent,
): Promise<SecondFactor> {
  const known = await readTotpSecret(deps, userRef);
  if (!known?.is_confirmed) throw withoutApp();
  return secondFactor(deps, userRef, known.secret_encrypted, typed);
}

function appIsAbsent(): Problem {
  return identityProblem("totp_absent", "This account has no confirmed app.");
}
