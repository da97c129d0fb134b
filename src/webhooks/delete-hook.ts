import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WebhooksDeps } from "./deps.ts";
import { type Hook, hookSchema } from "./hook.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";

export type DeleteHookInput = { readonly write: WriteRequest; readonly hookRef: Ref };

/** Ends a hook for ever, and answers what it was. */
export async function deleteHook(
  deps: WebhooksDeps,
  caller: Caller,
  { write, hookRef }: DeleteHookInput,
): Promise<Written<Hook>> {
  const command = { hook_ref: hookRef };
  const intent = intentOf(caller, write, "webhooks.delete_hook", command);
  return runWebhooksCommand(deps, "webhooks.delete_hook", intent, command, hookSchema);
}
