import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { WebhooksDeps } from "./deps.ts";
import { type Hook, hookSchema } from "./hook.ts";
import { hookProblem } from "./hook-errors.ts";

/** Reads one hook. Hooks are the operator's: whoever may see any may see all. */
export async function getHook(deps: WebhooksDeps, _caller: Caller, hookRef: Ref): Promise<Hook> {
  const [answer] = await answered(
    deps.database.sql`select webhooks.hooks_of(${hookRef}, null, null, 1) as hooks`,
  );
  const [hook] = z.array(hookSchema).parse(answer?.hooks);
  if (!hook) throw hookProblem("hook_not_found", "There is no such hook.", { hook_ref: hookRef });
  return hook;
}
