import type { Caller } from "../platform/caller.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { personOf } from "./person-of.ts";
import { type Profile, type ProfileChanges, profileSchema } from "./profile.ts";
import type { RoleDeps } from "./role-deps.ts";
import { runIdentityCommand } from "./run-identity-command.ts";

export type UpdateProfileInput = {
  readonly write: WriteRequest;
  readonly expectedVersion: string | null;
  readonly changes: ProfileChanges;
};

/** Changes the profile of the person who asks, as far as the changes name it. */
export async function updateProfile(
  deps: RoleDeps,
  caller: Caller,
  { write, expectedVersion, changes }: UpdateProfileInput,
): Promise<Written<Profile>> {
  const command = { user_ref: personOf(caller), expected_version: expectedVersion, changes };
  const intent = intentOf(caller, write, "users.update_profile", command);
  return runIdentityCommand(deps, "identity.update_profile", intent, command, profileSchema);
}
