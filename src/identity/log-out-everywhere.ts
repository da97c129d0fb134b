import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { IdentityDeps } from "./deps.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { recentSessionCaller } from "./session-caller.ts";

export const endedSessionsSchema = z.object({
  sessions_ended: z.int(),
  api_keys_ended: z.int().meta({ description: "0 where they were not asked for." }),
});
export type EndedSessions = z.output<typeof endedSessionsSchema>;

export type LogOutEverywhereInput = {
  readonly write: WriteRequest;
  /** For whoever fears that somebody else got in: a key that was made then would stay. */
  readonly includeApiKeys: boolean;
};

/** Ends every session of the person who asks, also the one that asks, and their keys where they want it. */
export async function logOutEverywhere(
  deps: IdentityDeps,
  caller: Caller,
  { write, includeApiKeys }: LogOutEverywhereInput,
): Promise<Written<EndedSessions>> {
  const { userRef, credentialRef } = recentSessionCaller(caller, deps.clock);
  const command = { user_ref: userRef, include_api_keys: includeApiKeys };
  const intent = intentOf(caller, write, "identity.log_out_everywhere", command);
  const judged = { ...command, session_ref: credentialRef };
  const name = "identity.log_out_everywhere";
  return runIdentityCommand(deps, name, intent, judged, endedSessionsSchema);
}
