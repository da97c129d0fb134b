import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Intent, Written } from "../platform/intent.ts";
import { apiKeyModeOf, hashOfApiKey, makeApiKey } from "./api-key.ts";
import { identityCatalogue } from "./errors.ts";
import type { KeyDeps } from "./key-deps.ts";
import { keyProblem } from "./key-errors.ts";
import { type IssuedApiKey, storedApiKeySchema } from "./stored-api-key.ts";

/** Runs a function that keeps a new key, and shows the key to whoever asked first, and to nobody again. */
export async function issueApiKey(
  deps: KeyDeps,
  name: "identity.create_api_key" | "identity.rotate_api_key",
  intent: Intent,
  command: Readonly<Record<string, unknown>>,
): Promise<Written<IssuedApiKey>> {
  const mode = apiKeyModeOf(deps.keys.environment);
  const { key, prefix } = makeApiKey(mode);
  const { result, isReplayed } = await runCommand(deps.database, identityCatalogue, name, intent, {
    ...command,
    mode,
    prefix,
    key_hash: hashOfApiKey(key),
  });
  const stored = storedApiKeySchema.parse(result);
  return { result: { ...stored, api_key: isReplayed ? null : key }, isReplayed };
}

/** Refuses API keys: only a person with a session, or the bootstrap operator, makes keys. */
export function refuseServices(caller: Caller): void {
  const isService = caller.credentialRef !== null && caller.authTime === null;
  if (isService) throw keyProblem("api_key_needs_person", "An API key cannot make API keys.");
}
