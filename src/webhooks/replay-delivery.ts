import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { type Delivery, deliverySchema } from "./delivery.ts";
import type { WebhooksDeps } from "./deps.ts";
import { runWebhooksCommand } from "./run-webhooks-command.ts";

export type ReplayDeliveryInput = { readonly write: WriteRequest; readonly deliveryRef: Ref };

/** Sends one delivery again. */
export async function replayDelivery(
  deps: WebhooksDeps,
  caller: Caller,
  input: ReplayDeliveryInput,
): Promise<Written<Delivery>> {
  const command = { delivery_ref: input.deliveryRef };
  const intent = intentOf(caller, input.write, "webhooks.replay_delivery", command);
  const written = await runWebhooksCommand(
    deps,
    "webhooks.replay_delivery",
    intent,
    command,
    deliverySchema,
  );
  await deps.wakeSenders(1);
  return written;
}
