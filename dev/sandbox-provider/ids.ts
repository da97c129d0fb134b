import { randomBytes } from "node:crypto";

/** A name of the sandbox's own for something new. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(10).toString("hex")}`;
}
