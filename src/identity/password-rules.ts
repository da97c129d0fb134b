import { z } from "zod";
import { identityProblem } from "./errors.ts";
import { isCommonPassword } from "./is-common-password.ts";

/** What a password must be. Which letters it is made of is its owner's affair. */
export const passwordRules = { minLength: 12, maxBytes: 1_024 } as const;

const { minLength, maxBytes } = passwordRules;
const ownWordMinLength = 4;

/** Any password that somebody may have chosen: it is compared exactly as it was typed, spaces and all. */
export const passwordSchema = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= maxBytes, { error: `At most ${maxBytes} bytes.` })
  .meta({ format: "password", examples: ["kopi susu tanpa gula"] });

/** A password that somebody chooses now. */
export const newPasswordSchema = passwordSchema.refine((text) => [...text].length >= minLength, {
  error: `At least ${minLength} characters.`,
});

/** Refuses what is tried first: the passwords that everybody chooses, and a person's own address and name. */
export function refuseCommonPassword(password: string, ownWords: readonly (string | null)[]): void {
  const lower = password.toLowerCase();
  const own = ownWords
    .flatMap((word) => (word === null ? [] : [word, word.split("@")[0] ?? ""]))
    .filter((word) => word.length >= ownWordMinLength)
    .some((word) => isMadeOf(lower, word.toLowerCase()));
  if (own || isCommonPassword(password)) {
    throw identityProblem("password_too_common", "Choose a password that others would not try.");
  }
}

/** Whether nothing much is left of a password without the word. */
function isMadeOf(password: string, word: string): boolean {
  return password.includes(word) && password.replaceAll(word, "").length < minLength / 2;
}
