import type { Caller } from "../platform/caller.ts";
import { type BackupCodes, newBackupCodes } from "./backup-codes.ts";
import { changedUserSchema } from "./changed-user.ts";
import type { IdentityDeps } from "./deps.ts";
import { readFactor } from "./read-factor.ts";
import type { FactorInput } from "./remove-totp.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { recentSessionCaller } from "./session-caller.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

/** Gives new backup codes to somebody who proves their second factor; the old ones are worth nothing any more. */
export async function replaceBackupCodes(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, code }: FactorInput,
): Promise<BackupCodes> {
  const { userRef } = recentSessionCaller(caller, deps.clock);
  await deps.limits.take("otp_verify", userRef);
  const codes = newBackupCodes(deps, userRef);
  await runIdentityCommand(
    deps,
    "identity.replace_backup_codes",
    unkeyedIntent(caller, write, "identity.replace_backup_codes"),
    {
      ...(await readFactor(deps, userRef, code)),
      user_ref: userRef,
      backup_hashes: codes.hashes,
      ip: client.ip,
      user_agent: client.userAgent,
    },
    changedUserSchema,
  );
  return codes.shown;
}
