import type { Refusal } from "./refusal.ts";

/** The one way to stop a request from outside: its time is up, or its client went away. */
export type Interruption = {
  reason(): Refusal | undefined;
  /** Calls back at once if it has happened already. The last listener alone is called. */
  listen(listener: (reason: Refusal) => void): void;
  interrupt(reason: Refusal): void;
};

export function createInterruption(): Interruption {
  let reason: Refusal | undefined;
  let heard: ((reason: Refusal) => void) | undefined;
  return {
    reason: () => reason,
    listen(listener) {
      heard = listener;
      if (reason) listener(reason);
    },
    interrupt(newReason) {
      if (reason) return;
      reason = newReason;
      heard?.(newReason);
    },
  };
}
