import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { RoleDeps } from "./role-deps.ts";
import { roleProblem } from "./role-errors.ts";
import { type UserAccount, userAccountSchema } from "./standing.ts";

/** Reads one person, as operators see them. */
export async function getUser(deps: RoleDeps, caller: Caller, userRef: Ref): Promise<UserAccount> {
  const filters = JSON.stringify({ user_ref: userRef });
  const [row] = await answered(
    deps.database
      .sql`select identity.find_users(${filters}::jsonb, ${actingOwnerOf(caller)}, null, 1) as users`,
  );
  const [user] = z.array(userAccountSchema).parse(row?.users);
  if (user) return user;
  throw roleProblem("user_not_found", "There is nobody of this ref whom you may see.", {
    user_ref: userRef,
  });
}
