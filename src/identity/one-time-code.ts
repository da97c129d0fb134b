import { createHmac, randomInt } from "node:crypto";
import { z } from "zod";
import type { Ref } from "../platform/ids.ts";

const digits = 6;

/** How long a code lives, and how often it may be tried: the database holds both to it. */
export const codeLifeS = 300;

export const codeSchema = z
  .string()
  .regex(/^\d{6}$/, "Expected six digits.")
  .meta({ examples: ["042317"] });

/** Six digits that nobody can foresee: just under twenty bits, of which five may be guessed. */
export function oneTimeCode(): string {
  return String(randomInt(10 ** digits)).padStart(digits, "0");
}

/** What is kept of a code. It is bound to its request: the same digits of another request are another code. */
export function hashOfCode(pepper: string, otpRef: Ref, code: string): string {
  return keyedHash(pepper, `otp ${otpRef} ${code}`);
}

/** What is kept of an address or number that something was sent to. */
export function hashOfDestination(pepper: string, destination: string): string {
  return keyedHash(pepper, `destination ${destination}`);
}

function keyedHash(pepper: string, text: string): string {
  return createHmac("sha256", pepper).update(text).digest("hex");
}
