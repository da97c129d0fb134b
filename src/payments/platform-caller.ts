import { bareCaller } from "../platform/caller.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { operatorRef } from "../platform/operator-key.ts";
import { newRef } from "./new-ref.ts";

/** Whose money the fees are, and who asks the ledger for what a provider has confirmed. */
export const platformRef = operatorRef;

// No scopes: they are asked for at the door, and this one stands inside.
export const platformCaller = bareCaller(platformRef, [], { isOperator: true });

/** A write of our own under a key of our own. */
export function writeOf(key: string, traceparent: string | null): WriteRequest {
  return { key, traceparent, newRef: newRef };
}
