import type { Caller } from "../platform/caller.ts";
import type { Clock } from "../platform/clock.ts";
import { provenSessionCaller, recentSessionCaller } from "./session-caller.ts";

/** Refuses whoever has not shown lately who they are. The bootstrap operator is nobody who could show more than its key. */
export type Proofs = {
  /** A person with a session who showed a moment ago more than their password; no key. */
  readonly ofPerson: (caller: Caller) => void;
  /** A person's session that is a moment old, or a key: that was made by somebody who had shown it then. */
  readonly ofSession: (caller: Caller) => void;
};

export function createProofs(clock: Clock): Proofs {
  return {
    ofPerson: (caller) => {
      if (caller.userRef !== null) provenSessionCaller(caller, clock);
    },
    ofSession: (caller) => {
      if (caller.authTime !== null) recentSessionCaller(caller, clock);
    },
  };
}
