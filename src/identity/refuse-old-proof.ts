import type { Caller } from "../platform/caller.ts";
import type { Clock } from "../platform/clock.ts";
import { recentSessionCaller } from "./session-caller.ts";

/**
 * Refuses a person who has not proved who they are within the last minutes, and every key of a person. The bootstrap
 * operator is nobody who could prove more than the key does.
 */
export function refuseOldProof(caller: Caller, clock: Clock): void {
  if (caller.userRef !== null) recentSessionCaller(caller, clock);
}
