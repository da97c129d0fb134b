// Both sides sign what they send: the moment and the text, under one key.
import { createHmac, timingSafeEqual } from "node:crypto";

const toleranceSeconds = 300;

export function signatureOf(secret: string, text: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${text}`).digest("hex")}`;
}

export function isSigned(secret: string, text: string, given: string, nowSeconds: number): boolean {
  const seconds = Number(/^t=(\d{1,12}),/.exec(given)?.[1] ?? "0");
  if (Math.abs(nowSeconds - seconds) > toleranceSeconds) return false;
  const expected = Buffer.from(signatureOf(secret, text, seconds));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
