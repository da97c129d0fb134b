import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { type Page, pageOf } from "../platform/list.ts";
import type { KeyDeps } from "./key-deps.ts";
import { keysOwnerOf } from "./keys-owner-of.ts";
import { type StoredApiKey, storedApiKeySchema } from "./stored-api-key.ts";

export type ListApiKeysInput = { readonly limit: number; readonly cursor: string | undefined };

const listName = "api_keys";

/** Lists the keys that a caller may see, newest first, those that have ended too. */
export async function listApiKeys(
  deps: KeyDeps,
  caller: Caller,
  input: ListApiKeysInput,
): Promise<Page<StoredApiKey>> {
  const owner = keysOwnerOf(caller);
  // Whose list it is belongs to the cursor, or one owner's cursor would open another's page.
  const bound = { acting_owner: owner };
  const after = deps.cursors.open(listName, bound, input.cursor);
  const [answer] = await answered(
    deps.database
      .sql`select identity.api_keys_of(${owner}, null, ${after}, ${input.limit + 1}) as keys`,
  );
  return pageOf(z.array(storedApiKeySchema).parse(answer?.keys), input.limit, ({ key_ref }) =>
    deps.cursors.seal(listName, bound, key_ref),
  );
}
