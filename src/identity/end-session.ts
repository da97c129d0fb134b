import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { type Ref, refSchema } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { momentSchema } from "../platform/moment.ts";
import type { IdentityDeps } from "./deps.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { recentSessionCaller, sessionCaller } from "./session-caller.ts";

export type EndSessionInput = {
  readonly write: WriteRequest;
  /** Left out for the session that asks. */
  readonly sessionRef?: Ref;
};

export const endedSessionSchema = z.object({ session_ref: refSchema, revoked_at: momentSchema });
export type EndedSession = z.output<typeof endedSessionSchema>;

/**
 * Ends a session with its tokens. Whoever ends another than their own proves first that it is them: a thief with an
 * unlocked telephone would otherwise shut its owner out.
 */
export async function endSession(
  deps: IdentityDeps,
  caller: Caller,
  { write, sessionRef }: EndSessionInput,
): Promise<Written<EndedSession>> {
  const ended = sessionRef ?? sessionCaller(caller).credentialRef;
  const isOwn = ended === caller.credentialRef;
  const actsForAll = caller.isOperator && caller.scopes.has("users:write");
  if (!isOwn && !actsForAll) recentSessionCaller(caller, deps.clock);
  const command = { session_ref: ended, reason: isOwn ? "LOGOUT" : "REVOKED" };
  // Beside what was asked, so that a repetition is the same request although its sender may do other things by now.
  const judged = { ...command, caller_scopes: [...caller.scopes] };
  const intent = {
    ...intentOf(caller, write, "identity.revoke_session", command),
    // An auditor sees everybody's sessions and ends only their own.
    acting_owner: actsForAll ? null : caller.ownerRef,
  };
  return runIdentityCommand(deps, "identity.revoke_session", intent, judged, endedSessionSchema);
}
