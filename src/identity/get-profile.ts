import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { personOf } from "./person-of.ts";
import { type Profile, profileSchema } from "./profile.ts";
import type { RoleDeps } from "./role-deps.ts";

/** Reads the profile of the person who asks. */
export async function getProfile(deps: RoleDeps, caller: Caller): Promise<Profile> {
  const [row] = await answered(
    deps.database.sql`select identity.my_profile(${personOf(caller)}) as found`,
  );
  return profileSchema.parse(row?.found);
}
