import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { issueApiKey, refuseServices } from "./issue-api-key.ts";
import type { KeyDeps } from "./key-deps.ts";
import { refuseOldProof } from "./refuse-old-proof.ts";
import type { IssuedApiKey } from "./stored-api-key.ts";

export type RotateApiKeyInput = {
  readonly write: WriteRequest;
  readonly keyRef: Ref;
  readonly overlapSeconds: number;
};

/** Makes a key in the place of another, which stands a while longer, so that nothing stops in between. */
export async function rotateApiKey(
  deps: KeyDeps,
  caller: Caller,
  input: RotateApiKeyInput,
): Promise<Written<IssuedApiKey>> {
  refuseServices(caller);
  // A key outlives every session, so it is made by who has just shown who they are.
  refuseOldProof(caller, deps.clock);
  const command = { key_ref: input.keyRef, overlap_seconds: input.overlapSeconds };
  const intent = intentOf(caller, input.write, "identity.rotate_api_key", command);
  return issueApiKey(deps, "identity.rotate_api_key", intent, {
    ...command,
    new_key_ref: input.write.newRef(),
    session_ref: caller.credentialRef,
  });
}
