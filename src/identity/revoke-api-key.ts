import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { identityCatalogue } from "./errors.ts";
import type { KeyDeps } from "./key-deps.ts";
import { type StoredApiKey, storedApiKeySchema } from "./stored-api-key.ts";

export type RevokeApiKeyInput = { readonly write: WriteRequest; readonly keyRef: Ref };

/** Ends a key: it writes nothing from now on, and reads nothing within a minute. */
export async function revokeApiKey(
  deps: KeyDeps,
  caller: Caller,
  input: RevokeApiKeyInput,
): Promise<Written<StoredApiKey>> {
  const command = { key_ref: input.keyRef };
  // Others' keys are for those who have a say over people.
  const isForAll = caller.isOperator && caller.scopes.has("users:write");
  const intent = {
    ...intentOf(caller, input.write, "identity.revoke_api_key", command),
    acting_owner: isForAll ? null : caller.ownerRef,
  };
  const { result, isReplayed } = await runCommand(
    deps.database,
    identityCatalogue,
    "identity.revoke_api_key",
    intent,
    { ...command, caller_scopes: [...caller.scopes] },
  );
  return { result: storedApiKeySchema.parse(result), isReplayed };
}
