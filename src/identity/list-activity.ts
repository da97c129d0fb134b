import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { type Page, pageOf } from "../platform/list.ts";
import { type Activity, activitySchema } from "./activity.ts";
import { personOf } from "./person-of.ts";
import type { RoleDeps } from "./role-deps.ts";

export type ListActivityInput = {
  readonly type: string | undefined;
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "activity";

/** Lists what was done with the account of the person who asks, newest first. */
export async function listActivity(
  deps: RoleDeps,
  caller: Caller,
  input: ListActivityInput,
): Promise<Page<Activity>> {
  const person = personOf(caller);
  // Whose list it is belongs to the cursor, or one person's cursor would open another's page.
  const bound = { user_ref: person, type: input.type ?? null };
  const after = deps.cursors.open(listName, bound, input.cursor);
  const [row] = await answered(
    deps.database
      .sql`select identity.activity_of(${person}, ${bound.type}, ${after}, ${input.limit + 1}) as lines`,
  );
  return pageOf(z.array(activitySchema).parse(row?.lines), input.limit, ({ activity_ref }) =>
    deps.cursors.seal(listName, bound, activity_ref),
  );
}
