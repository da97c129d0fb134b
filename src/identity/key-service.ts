import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Written } from "../platform/intent.ts";
import type { Page } from "../platform/list.ts";
import { type CreateApiKeyInput, createApiKey } from "./create-api-key.ts";
import { getApiKey } from "./get-api-key.ts";
import type { KeyDeps } from "./key-deps.ts";
import { type ListApiKeysInput, listApiKeys } from "./list-api-keys.ts";
import { type RevokeApiKeyInput, revokeApiKey } from "./revoke-api-key.ts";
import { type RotateApiKeyInput, rotateApiKey } from "./rotate-api-key.ts";
import type { PublicJwk } from "./signing-keys.ts";
import type { IssuedApiKey, StoredApiKey } from "./stored-api-key.ts";

export type KeyService = {
  createApiKey(caller: Caller, input: CreateApiKeyInput): Promise<Written<IssuedApiKey>>;
  rotateApiKey(caller: Caller, input: RotateApiKeyInput): Promise<Written<IssuedApiKey>>;
  revokeApiKey(caller: Caller, input: RevokeApiKeyInput): Promise<Written<StoredApiKey>>;
  listApiKeys(caller: Caller, input: ListApiKeysInput): Promise<Page<StoredApiKey>>;
  getApiKey(caller: Caller, keyRef: Ref): Promise<StoredApiKey>;
  publishedKeys(): Promise<readonly PublicJwk[]>;
};

/** What can be done about keys: those of services, and those that access tokens are signed with. */
export function createKeyService(deps: KeyDeps): KeyService {
  return {
    createApiKey: (caller, input) => createApiKey(deps, caller, input),
    rotateApiKey: (caller, input) => rotateApiKey(deps, caller, input),
    revokeApiKey: (caller, input) => revokeApiKey(deps, caller, input),
    listApiKeys: (caller, input) => listApiKeys(deps, caller, input),
    getApiKey: (caller, keyRef) => getApiKey(deps, caller, keyRef),
    publishedKeys: () => deps.keys.published(),
  };
}
