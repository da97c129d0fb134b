import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { IdentityDeps } from "./deps.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { recentSessionCaller } from "./session-caller.ts";

export const endedSessionsSchema = z.object({ sessions_ended: z.int() });
export type EndedSessions = z.output<typeof endedSessionsSchema>;

/** Ends every session of the person who asks, also the one that asks. */
export async function logOutEverywhere(
  deps: IdentityDeps,
  caller: Caller,
  { write }: { readonly write: WriteRequest },
): Promise<Written<EndedSessions>> {
  const { userRef } = recentSessionCaller(caller, deps.clock);
  const command = { user_ref: userRef };
  const intent = intentOf(caller, write, "identity.log_out_everywhere", command);
  const name = "identity.log_out_everywhere";
  return runIdentityCommand(deps, name, intent, command, endedSessionsSchema);
}
