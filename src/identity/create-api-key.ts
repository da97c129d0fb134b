import type { Caller, Scope } from "../platform/caller.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { issueApiKey, refuseServices } from "./issue-api-key.ts";
import type { KeyDeps } from "./key-deps.ts";
import { keyProblem } from "./key-errors.ts";
import { refuseOldProof } from "./refuse-old-proof.ts";
import type { IssuedApiKey } from "./stored-api-key.ts";

export type CreateApiKeyInput = {
  readonly write: WriteRequest;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly ipAllowList: readonly string[];
  readonly expiresAt: string | null;
};

/** Makes an API key for whoever calls, that may do no more than they may. */
export async function createApiKey(
  deps: KeyDeps,
  caller: Caller,
  input: CreateApiKeyInput,
): Promise<Written<IssuedApiKey>> {
  refuseServices(caller);
  // A key outlives every session, so it is made by who has just shown who they are.
  refuseOldProof(caller, deps.clock);
  const tooWide = input.scopes.filter((scope) => !caller.scopes.has(scope));
  if (tooWide.length > 0) {
    const detail = `You do not have ${tooWide.join(", ")} yourself.`;
    throw keyProblem("api_key_scope_too_wide", detail, { scopes: tooWide });
  }
  const command = {
    owner_ref: caller.ownerRef,
    name: input.name,
    scopes: input.scopes,
    ip_allow_list: input.ipAllowList,
    expires_at: input.expiresAt,
  };
  const intent = intentOf(caller, input.write, "identity.create_api_key", command);
  return issueApiKey(deps, "identity.create_api_key", intent, {
    ...command,
    key_ref: input.write.newRef(),
    session_ref: caller.credentialRef,
  });
}
