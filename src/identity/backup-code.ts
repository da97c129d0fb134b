import { createHmac, randomInt } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const groups = 6;
const groupLength = 4;

/** How many codes a person is given to keep. */
export const backupCodeCount = 10;

/** 120 bits, which is enough for a plain keyed hash, in groups that a person can copy from paper. */
export function backupCode(): string {
  const group = () =>
    Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join("");
  return Array.from({ length: groups }, group).join("-");
}

/** What is kept of a code. Case and dashes are the typist's affair. */
export function hashOfBackupCode(pepper: string, userRef: string, code: string): string {
  const typed = code.toUpperCase().replaceAll(/[^0-9A-Z]/g, "");
  return createHmac("sha256", pepper).update(`backup ${userRef} ${typed}`).digest("hex");
}
