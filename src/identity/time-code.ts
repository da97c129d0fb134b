import { createHmac, timingSafeEqual } from "node:crypto";

/** RFC 6238 as every authenticator app speaks it: SHA-1, six digits, thirty seconds. */
const stepS = 30;
const digits = 6;
// A code of the step before or after is taken too, because clocks differ.
const toleratedSteps = 1;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code that an app with this secret shows in a step. */
export function timeCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/** The number of a moment's step. */
export function stepOf(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000 / stepS);
}

/** The step that a code belongs to, or null for one that no step around this moment has. */
export function matchingStep(secret: Buffer, code: string, moment: Date): number | null {
  const given = Buffer.from(code.padEnd(digits).slice(0, digits));
  const present = stepOf(moment);
  const around = Array.from(
    { length: 2 * toleratedSteps + 1 },
    (_, index) => present - toleratedSteps + index,
  );
  // All are compared, so that the time tells nothing about which.
  const matches = around.filter((step) =>
    timingSafeEqual(Buffer.from(timeCode(secret, step)), given),
  );
  return code.length === digits ? (matches[0] ?? null) : null;
}

/** What an app scans. */
export function otpauthUrlOf(secret: Buffer, account: string): string {
  const label = `Saku:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32Of(secret)}&issuer=Saku&algorithm=SHA1&digits=${digits}&period=${stepS}`;
}

/** RFC 4648 without padding, which is how a person types a secret. */
export function base32Of(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}
