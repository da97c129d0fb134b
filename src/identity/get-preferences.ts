import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { personOf } from "./person-of.ts";
import { type Preferences, preferencesSchema } from "./preferences.ts";
import type { RoleDeps } from "./role-deps.ts";

/** Reads the preferences of the person who asks. */
export async function getPreferences(deps: RoleDeps, caller: Caller): Promise<Preferences> {
  const [row] = await answered(
    deps.database.sql`select identity.my_preferences(${personOf(caller)}) as found`,
  );
  return preferencesSchema.parse(row?.found);
}
