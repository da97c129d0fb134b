import type { Caller } from "../platform/caller.ts";

/** Whether somebody may have everything told: a key that only keeps webhooks would read all that other scopes guard. */
export function mayTellAll({ isOperator, scopes }: Caller): boolean {
  return isOperator && scopes.has("events:read");
}
