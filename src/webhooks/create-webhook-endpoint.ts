import type { Caller } from "../platform/caller.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WebhooksDeps } from "./deps.ts";
import { endpointProblem } from "./errors.ts";
import { mayTellAll } from "./may-tell-all.ts";
import { refuseUnknownEvents } from "./refuse-unknown-events.ts";
import { refuseUrl } from "./refuse-url.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";
import { type audiences, type IssuedEndpoint, webhookEndpointSchema } from "./webhook-endpoint.ts";
import { newWebhookSecret, sealFor } from "./webhook-secret.ts";

export type CreateEndpointInput = {
  readonly write: WriteRequest;
  readonly url: string;
  readonly description: string | null;
  readonly audience: (typeof audiences)[number];
  readonly eventTypes: readonly string[];
  readonly isOrdered: boolean;
};

/** Registers a receiver of whoever calls, and shows the secret that it checks signatures with. */
export async function createWebhookEndpoint(
  deps: WebhooksDeps,
  caller: Caller,
  input: CreateEndpointInput,
): Promise<Written<IssuedEndpoint>> {
  refuseUrl(deps, input.url);
  refuseUnknownEvents(deps, input.eventTypes);
  if (input.audience === "ALL" && !mayTellAll(caller)) {
    throw endpointProblem("webhook_audience_too_wide", "You may not see everybody's events.");
  }
  const command = {
    owner_ref: caller.ownerRef,
    url: input.url,
    description: input.description,
    audience: input.audience,
    event_types: input.eventTypes,
    is_ordered: input.isOrdered,
  };
  const intent = intentOf(caller, input.write, "webhooks.create_endpoint", command);
  // The ref and the secret are new each time, so they are no part of what makes a repetition the same.
  const ref = input.write.newRef();
  const secret = newWebhookSecret();
  const written = await runWebhooksCommand(
    deps,
    "webhooks.create_endpoint",
    intent,
    { ...command, endpoint_ref: ref, sealed_secret: sealFor(deps.keyEncryptionKey, ref, secret) },
    webhookEndpointSchema,
  );
  const { result, isReplayed } = written;
  return { result: { ...result, secret: isReplayed ? null : secret }, isReplayed };
}
