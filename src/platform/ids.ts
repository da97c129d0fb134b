import { encodeTime } from "ulid";
import { z } from "zod";
import type { Clock } from "./clock.ts";

/** What names a thing outside its schema: a ULID in canonical upper case. UUIDs never leave the database. */
export type Ref = string;

const refPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

const randomDigits = 16;

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * Makes the refs of one event. The clock is asked each time, because a Worker's time stands still between I/O; refs of
 * one millisecond count on from the first of it, as monotonic ULIDs do, so that one throw of the dice serves them all.
 */
export function createRefs(clock: Clock): () => Ref {
  let madeAt = Number.NaN;
  let prefix = "";
  let digits: Uint8Array = new Uint8Array(randomDigits);
  return () => {
    const now = clock.now().getTime();
    if (now === madeAt) {
      countOn(digits);
    } else {
      madeAt = now;
      prefix = encodeTime(now);
      digits = crypto.getRandomValues(new Uint8Array(randomDigits)).map((byte) => byte & 31);
    }
    let ref = prefix;
    for (const digit of digits) ref += alphabet[digit];
    return ref;
  };
}

function countOn(digits: Uint8Array): void {
  for (let place = digits.length - 1; place >= 0; place -= 1) {
    const next = (digits[place] ?? 0) + 1;
    digits[place] = next & 31;
    if (next < alphabet.length) return;
  }
}

/** Accepts a ref in either case and hands on the canonical one. */
export const refSchema = z
  .string()
  .toUpperCase()
  .regex(refPattern, "Expected a ref: 26 letters and digits, such as 01JD3Z8K4M6N7P8Q9R0S1T2V3W.")
  .meta({ examples: ["01JD3Z8K4M6N7P8Q9R0S1T2V3W"] });

/** The earliest ref that can have been made so long before a moment, for lists that are ordered by ref. */
export function earliestRefOf(moment: Date, marginMs: number): Ref {
  return `${encodeTime(Math.max(0, moment.getTime() - marginMs))}${"0".repeat(randomDigits)}`;
}

/** The latest ref that can have been made so long after a moment. */
export function latestRefOf(moment: Date, marginMs: number): Ref {
  return `${encodeTime(moment.getTime() + marginMs)}${"Z".repeat(randomDigits)}`;
}
