import type { Caller } from "../platform/caller.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { personOf } from "./person-of.ts";
import { type Preferences, type PreferencesChanges, preferencesSchema } from "./preferences.ts";
import type { RoleDeps } from "./role-deps.ts";
import { runIdentityCommand } from "./run-identity-command.ts";

export type UpdatePreferencesInput = {
  readonly write: WriteRequest;
  readonly expectedVersion: string | null;
  readonly changes: PreferencesChanges;
};

/** Changes the preferences of the person who asks, as far as the changes name it. */
export async function updatePreferences(
  deps: RoleDeps,
  caller: Caller,
  { write, expectedVersion, changes }: UpdatePreferencesInput,
): Promise<Written<Preferences>> {
  const command = { user_ref: personOf(caller), expected_version: expectedVersion, changes };
  const intent = intentOf(caller, write, "users.update_preferences", command);
  return runIdentityCommand(
    deps,
    "identity.update_preferences",
    intent,
    command,
    preferencesSchema,
  );
}
