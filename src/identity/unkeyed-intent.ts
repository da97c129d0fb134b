import type { Caller } from "../platform/caller.ts";
import { type Intent, intentOf, type WriteRequest } from "../platform/intent.ts";

/**
 * The intent of a command whose answer must not be kept: it holds secrets, or it counts tries. Its command is not hashed
 * either, because a plain hash of a password could be searched.
 */
export function unkeyedIntent(caller: Caller, write: WriteRequest, operation: string): Intent {
  return intentOf(caller, { ...write, key: null }, operation, {});
}
