import type { Caller } from "../platform/caller.ts";
import { type BackupCodes, newBackupCodes } from "./backup-codes.ts";
import { changedUserSchema } from "./changed-user.ts";
import type { IdentityDeps } from "./deps.ts";
import { identityProblem } from "./errors.ts";
import { readTotpSecret } from "./read-totp-secret.ts";
import type { FactorInput } from "./remove-totp.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { openSecret } from "./second-factor.ts";
import { recentSessionCaller } from "./session-caller.ts";
import { matchingStep } from "./time-code.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

/** Confirms an authenticator app by its first code, and gives the backup codes for the day that it is lost. */
export async function confirmTotp(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, code }: FactorInput,
): Promise<BackupCodes> {
  const { userRef, credentialRef } = recentSessionCaller(caller, deps.clock);
  await deps.limits.take("otp_verify", userRef);
  const known = await readTotpSecret(deps, userRef);
  if (!known || known.is_confirmed) {
    throw identityProblem("totp_not_begun", "Begin with POST /v1/auth/totp.");
  }
  const sealed = known.secret_encrypted;
  const step = matchingStep(openSecret(deps, userRef, sealed), code, deps.clock.now());
  if (step === null) {
    throw identityProblem("second_factor_wrong", "This is not the code that the app shows now.");
  }
  const codes = newBackupCodes(deps, userRef);
  await runIdentityCommand(
    deps,
    "identity.confirm_totp",
    unkeyedIntent(caller, write, "identity.confirm_totp"),
    {
      user_ref: userRef,
      session_ref: credentialRef,
      secret_encrypted: sealed,
      step,
      backup_hashes: codes.hashes,
      ip: client.ip,
      user_agent: client.userAgent,
    },
    changedUserSchema,
  );
  return codes.shown;
}
