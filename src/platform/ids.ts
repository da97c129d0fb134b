import { encodeTime, ulid } from "ulid";
import { z } from "zod";
import type { Clock } from "./clock.ts";

/** What names a thing outside its schema: a ULID in canonical upper case. UUIDs never leave the database. */
export type Ref = string;

const refPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

const randomDigits = 16;

/** Makes the refs of one event. The clock is asked each time, because a Worker's time stands still between I/O. */
export function createRefs(clock: Clock): () => Ref {
  return () => ulid(clock.now().getTime(), createDice());
}

/** The library throws its dice for each digit; all of one ref's chance is asked of the system at once. */
function createDice(): () => number {
  const bytes = crypto.getRandomValues(new Uint8Array(randomDigits));
  let thrown = 0;
  return () => {
    const byte = bytes[thrown] ?? 0;
    thrown += 1;
    return byte / 256;
  };
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
