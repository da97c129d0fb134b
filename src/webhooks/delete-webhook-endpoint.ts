import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { WebhooksDeps } from "./deps.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";
import { type WebhookEndpoint, webhookEndpointSchema } from "./webhook-endpoint.ts";

export type EndpointCommandInput = { readonly write: WriteRequest; readonly endpointRef: Ref };

/** Ends an endpoint for ever, and answers what it was. */
export async function deleteWebhookEndpoint(
  deps: WebhooksDeps,
  caller: Caller,
  input: EndpointCommandInput,
): Promise<Written<WebhookEndpoint>> {
  const command = { endpoint_ref: input.endpointRef };
  const intent = intentOf(caller, input.write, "webhooks.delete_endpoint", command);
  return runWebhooksCommand(
    deps,
    "webhooks.delete_endpoint",
    intent,
    command,
    webhookEndpointSchema,
  );
}
