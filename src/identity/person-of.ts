import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { identityProblem } from "./errors.ts";

/** The person who asks. The bootstrap operator's key, and a key of theirs, have nobody behind them. */
export function personOf(caller: Caller): Ref {
  if (caller.userRef !== null) return caller.userRef;
  throw identityProblem("session_required", "Behind this key is no person. Log in instead.");
}
