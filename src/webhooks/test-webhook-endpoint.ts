import type { Caller } from "../platform/caller.ts";
import { intentOf, type Written } from "../platform/intent.ts";
import type { EndpointCommandInput } from "./delete-webhook-endpoint.ts";
import { type Delivery, deliverySchema } from "./delivery.ts";
import type { WebhooksDeps } from "./deps.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";

/** Puts an event that means nothing in line for an endpoint, and answers the delivery to watch. */
export async function testWebhookEndpoint(
  deps: WebhooksDeps,
  caller: Caller,
  input: EndpointCommandInput,
): Promise<Written<Delivery>> {
  const command = { endpoint_ref: input.endpointRef };
  const intent = intentOf(caller, input.write, "webhooks.test_endpoint", command);
  const written = await runWebhooksCommand(
    deps,
    "webhooks.test_endpoint",
    intent,
    { ...command, delivery_ref: input.write.newRef() },
    deliverySchema,
  );
  await deps.wakeSenders(1);
  return written;
}
