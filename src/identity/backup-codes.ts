import { z } from "zod";
import { backupCode, backupCodeCount, hashOfBackupCode } from "./backup-code.ts";
import type { IdentityDeps } from "./deps.ts";

export const backupCodesSchema = z.object({
  backup_codes: z.array(z.string()).meta({
    description: "Each works once in place of a code of the app. They are not shown again.",
  }),
});

/** What a person writes down for the day that their telephone is gone. */
export type BackupCodes = z.output<typeof backupCodesSchema>;

/** New codes: as they are shown once, and as they are kept. */
export function newBackupCodes(
  { secrets }: Pick<IdentityDeps, "secrets">,
  userRef: string,
): { readonly shown: BackupCodes; readonly hashes: readonly string[] } {
  const codes = Array.from({ length: backupCodeCount }, backupCode);
  return {
    shown: { backup_codes: codes },
    hashes: codes.map((code) => hashOfBackupCode(secrets.pepper, userRef, code)),
  };
}
