import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { type HookHeaders, sealedHeadersOf } from "./create-hook.ts";
import type { WebhooksDeps } from "./deps.ts";
import { type failurePolicies, type Hook, hookSchema } from "./hook.ts";
import { refuseUrl } from "./refuse-url.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";

export type UpdateHookInput = {
  readonly write: WriteRequest;
  readonly hookRef: Ref;
  /** The version that the change was made for, or null for whichever there is. */
  readonly expectedVersion: string | null;
  readonly change: {
    readonly name?: string | undefined;
    readonly url?: string | undefined;
    readonly is_active?: boolean | undefined;
    readonly headers?: HookHeaders | undefined;
    readonly timeout_ms?: number | undefined;
    readonly on_failure?: (typeof failurePolicies)[number] | undefined;
    readonly attempts_at_most?: number | undefined;
  };
};

/** Changes a hook, if nobody changed it since the caller read it. Isolates follow within seconds. */
export async function updateHook(
  deps: WebhooksDeps,
  caller: Caller,
  { write, hookRef, expectedVersion, change }: UpdateHookInput,
): Promise<Written<Hook>> {
  if (change.url !== undefined) refuseUrl(deps, change.url);
  const wanted = { hook_ref: hookRef, expected_version: expectedVersion, ...change };
  const intent = intentOf(caller, write, "webhooks.update_hook", wanted);
  const { headers, ...command } = wanted;
  const sealed = headers === undefined ? {} : sealedHeadersOf(deps, hookRef, headers);
  return runWebhooksCommand(
    deps,
    "webhooks.update_hook",
    intent,
    { ...command, ...sealed },
    hookSchema,
  );
}
