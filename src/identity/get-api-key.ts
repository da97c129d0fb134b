import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { KeyDeps } from "./key-deps.ts";
import { keyProblem } from "./key-errors.ts";
import { keysOwnerOf } from "./keys-owner-of.ts";
import { type StoredApiKey, storedApiKeySchema } from "./stored-api-key.ts";

/** Reads one API key. A stranger's is as absent as one that never was. */
export async function getApiKey(deps: KeyDeps, caller: Caller, keyRef: Ref): Promise<StoredApiKey> {
  const owner = keysOwnerOf(caller);
  const [answer] = await answered(
    deps.database.sql`select identity.api_keys_of(${owner}, ${keyRef}, null, 1) as keys`,
  );
  const [key] = z.array(storedApiKeySchema).parse(answer?.keys);
  if (!key) {
    throw keyProblem("api_key_not_found", "There is no such key, or it is not yours to see.", {
      key_ref: keyRef,
    });
  }
  return key;
}
