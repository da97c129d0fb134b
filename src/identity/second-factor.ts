import { openText, sealText } from "../platform/sealed-text.ts";
import { hashOfBackupCode } from "./backup-code.ts";
import type { IdentityDeps } from "./deps.ts";
import { matchingStep } from "./time-code.ts";

/** What a typed second factor comes to, for the database to decide on: a step of an app, a backup code, or nothing. */
export type SecondFactor = {
  readonly step: number | null;
  readonly backup_hash: string | null;
  /** The same code as it was kept under the peppers before. */
  readonly old_backup_hashes: readonly string[];
};

const appCodePattern = /^\d{6}$/;

/** Reads what was typed. Six digits are the app's; everything else is taken for a backup code. */
export function secondFactor(
  deps: Pick<IdentityDeps, "secrets" | "clock">,
  userRef: string,
  sealedSecret: string,
  typed: string,
): SecondFactor {
  if (!appCodePattern.test(typed)) {
    const { pepper, oldPeppers } = deps.secrets;
    return {
      step: null,
      backup_hash: hashOfBackupCode(pepper, userRef, typed),
      old_backup_hashes: oldPeppers.map((old) => hashOfBackupCode(old, userRef, typed)),
    };
  }
  const secret = openSecret(deps, userRef, sealedSecret);
  const step = matchingStep(secret, typed, deps.clock.now());
  return { step, backup_hash: null, old_backup_hashes: [] };
}

/** The secret of an app is needed again for every code, so it is sealed and not hashed. */
export function sealSecret(
  { secrets }: Pick<IdentityDeps, "secrets">,
  userRef: string,
  secret: Buffer,
): string {
  return sealText(secrets.keyEncryptionKey, aboutOf(userRef), secret.toString("base64url"));
}

export function openSecret(
  { secrets }: Pick<IdentityDeps, "secrets">,
  userRef: string,
  sealed: string,
): Buffer {
  return Buffer.from(openText(secrets.keyEncryptionKey, aboutOf(userRef), sealed), "base64url");
}

function aboutOf(userRef: string): string {
  return `authenticator app of ${userRef}`;
}
