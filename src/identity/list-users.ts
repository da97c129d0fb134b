import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { type Page, pageOf } from "../platform/list.ts";
import type { RoleDeps } from "./role-deps.ts";
import { type UserAccount, userAccountSchema } from "./standing.ts";

export type ListUsersInput = {
  readonly filters: { readonly status?: string | undefined; readonly role?: string | undefined };
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "users";

/** Lists people, newest first. */
export async function listUsers(
  deps: RoleDeps,
  caller: Caller,
  input: ListUsersInput,
): Promise<Page<UserAccount>> {
  const owner = actingOwnerOf(caller);
  // Whose list it is belongs to the cursor, or one owner's cursor would open another's page.
  const bound = { ...input.filters, acting_owner: owner };
  const after = deps.cursors.open(listName, bound, input.cursor);
  const filters = JSON.stringify(input.filters);
  const [row] = await answered(
    deps.database
      .sql`select identity.find_users(${filters}::jsonb, ${owner}, ${after}, ${input.limit + 1}) as users`,
  );
  return pageOf(z.array(userAccountSchema).parse(row?.users), input.limit, ({ user_ref }) =>
    deps.cursors.seal(listName, bound, user_ref),
  );
}
