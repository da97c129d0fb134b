import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WebhooksDeps } from "./deps.ts";
import { type failurePolicies, hookSchema, type hookTypes, type IssuedHook } from "./hook.ts";
import { refuseUrl } from "./refuse-url.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";
import { newWebhookSecret, sealFor } from "./webhook-secret.ts";

export type HookHeaders = Readonly<Record<string, string>>;

export type CreateHookInput = {
  readonly write: WriteRequest;
  readonly name: string;
  readonly type: (typeof hookTypes)[number];
  readonly url: string;
  readonly isActive: boolean;
  readonly headers: HookHeaders;
  readonly timeoutMs: number | undefined;
  readonly onFailure: (typeof failurePolicies)[number] | undefined;
  readonly attemptsAtMost: number | undefined;
};

/** Registers a receiver that is asked before every transaction, or told after it. */
export async function createHook(
  deps: WebhooksDeps,
  caller: Caller,
  input: CreateHookInput,
): Promise<Written<IssuedHook>> {
  refuseUrl(deps, input.url);
  const isAsked = input.type === "PRE_TRANSACTION";
  const command = {
    owner_ref: caller.ownerRef,
    name: input.name,
    type: input.type,
    url: input.url,
    is_active: input.isActive,
    timeout_ms: input.timeoutMs ?? (isAsked ? 2_000 : 15_000),
    on_failure: input.onFailure ?? (isAsked ? "FAIL_CLOSED" : null),
    attempts_at_most: input.attemptsAtMost ?? (isAsked ? null : 8),
  };
  const intent = intentOf(caller, input.write, "webhooks.create_hook", {
    ...command,
    headers: input.headers,
  });
  const ref = input.write.newRef();
  const secret = newWebhookSecret();
  const { result, isReplayed } = await runWebhooksCommand(
    deps,
    "webhooks.create_hook",
    intent,
    {
      ...command,
      ...sealedHeadersOf(deps, ref, input.headers),
      hook_ref: ref,
      sealed_secret: sealFor(deps.keyEncryptionKey, ref, secret),
    },
    hookSchema,
  );
  return { result: { ...result, secret: isReplayed ? null : secret }, isReplayed };
}

/** The headers as they are kept: their names, and sealed what they say. */
export function sealedHeadersOf(
  { keyEncryptionKey }: Pick<WebhooksDeps, "keyEncryptionKey">,
  ref: Ref,
  headers: HookHeaders,
) {
  const names = Object.keys(headers);
  return {
    header_names: names,
    sealed_headers:
      names.length === 0 ? null : sealFor(keyEncryptionKey, ref, JSON.stringify(headers)),
  };
}
