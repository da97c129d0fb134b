import { encodeTime } from "ulid";
import { z } from "zod";
import type { Clock } from "./clock.ts";

/** What names a thing outside its schema: a ULID in canonical upper case. UUIDs never leave the database. */
export type Ref = string;

export const refPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

const timeDigits = 10;
const randomDigits = 16;

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * Makes the refs of one event. The clock is asked each time, because a Worker's time stands still between I/O; refs of
 * one millisecond count on from the first of it, as monotonic ULIDs do, so that one throw of the dice serves them all.
 */
export function createRefs(clock: Clock): () => Ref {
  let madeAt = Number.NaN;
  let ref: Ref = "";
  return () => {
    const now = clock.now().getTime();
    ref = now === madeAt ? nextOf(ref) : encodeTime(now) + randomText();
    madeAt = now;
    return ref;
  };
}

function randomText(): string {
  let text = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(randomDigits)))
    text += alphabet[byte & 31];
  return text;
}

/** Counts on in the last digit, and carries as far as it has to, but never into the time. */
function nextOf(ref: Ref): Ref {
  let place = ref.length - 1;
  while (place >= timeDigits && ref[place] === "Z") place -= 1;
  if (place < timeDigits) return ref.slice(0, timeDigits) + "0".repeat(randomDigits);
  const next = alphabet[alphabet.indexOf(ref[place] ?? "") + 1];
  return `${ref.slice(0, place)}${next}${"0".repeat(ref.length - place - 1)}`;
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
