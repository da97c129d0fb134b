import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WebhooksDeps } from "./deps.ts";
import { mayTellAll } from "./may-tell-all.ts";
import { refuseUnknownEvents } from "./refuse-unknown-events.ts";
import { refuseUrl } from "./refuse-url.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";
import { type WebhookEndpoint, webhookEndpointSchema } from "./webhook-endpoint.ts";

export type UpdateEndpointInput = {
  readonly write: WriteRequest;
  readonly endpointRef: Ref;
  /** The version that the change was made for, or null for whichever there is. */
  readonly expectedVersion: string | null;
  readonly change: {
    readonly url?: string | undefined;
    readonly description?: string | null | undefined;
    readonly event_types?: readonly string[] | undefined;
    readonly is_ordered?: boolean | undefined;
    readonly status?: "ENABLED" | "DISABLED" | undefined;
  };
};

/** Changes, enables or disables an endpoint, if nobody changed it since the caller read it. */
export async function updateWebhookEndpoint(
  deps: WebhooksDeps,
  caller: Caller,
  input: UpdateEndpointInput,
): Promise<Written<WebhookEndpoint>> {
  if (input.change.url !== undefined) refuseUrl(deps, input.change.url);
  refuseUnknownEvents(deps, input.change.event_types ?? []);
  const command = {
    endpoint_ref: input.endpointRef,
    expected_version: input.expectedVersion,
    ...input.change,
  };
  const intent = intentOf(caller, input.write, "webhooks.update_endpoint", command);
  return runWebhooksCommand(
    deps,
    "webhooks.update_endpoint",
    intent,
    { ...command, may_tell_all: mayTellAll(caller) },
    webhookEndpointSchema,
  );
}
