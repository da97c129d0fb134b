import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import { type Page, pageOf } from "../platform/list.ts";
import type { WebhooksDeps } from "./deps.ts";
import { type Hook, hookSchema, type hookTypes } from "./hook.ts";

export type ListHooksInput = {
  readonly type: (typeof hookTypes)[number] | undefined;
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "hooks";

/** Lists the hooks, newest first. */
export async function listHooks(
  deps: WebhooksDeps,
  _caller: Caller,
  { type, limit, cursor }: ListHooksInput,
): Promise<Page<Hook>> {
  const bound = { type: type ?? null };
  const after = deps.cursors.open(listName, bound, cursor);
  const [answer] = await answered(
    deps.database
      .sql`select webhooks.hooks_of(null, ${bound.type}, ${after}, ${limit + 1}) as hooks`,
  );
  return pageOf(z.array(hookSchema).parse(answer?.hooks), limit, ({ hook_ref }) =>
    deps.cursors.seal(listName, bound, hook_ref),
  );
}
