import type { Caller } from "../platform/caller.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { RoleDeps } from "./role-deps.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { type Standing, standingSchema } from "./standing.ts";

/** Runs one of the functions that change what somebody may do; each answers their standing as it left it. */
export async function runStandingCommand(
  deps: RoleDeps,
  caller: Caller,
  write: WriteRequest,
  operation: string,
  name: `identity.${string}`,
  command: Readonly<Record<string, unknown>>,
): Promise<Written<Standing>> {
  const intent = intentOf(caller, write, operation, command);
  // Beside what was asked, so that a repetition is the same request although its sender may do other things by now.
  const judged = {
    ...command,
    caller_scopes: [...caller.scopes],
    session_ref: caller.credentialRef,
  };
  return runIdentityCommand(deps, name, intent, judged, standingSchema);
}
