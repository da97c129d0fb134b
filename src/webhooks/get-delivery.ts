import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { type LoggedDelivery, loggedDeliverySchema } from "./delivery.ts";
import type { WebhooksDeps } from "./deps.ts";
import { endpointProblem } from "./errors.ts";

/** Reads one delivery, with what is sent and the heads of every attempt. */
export async function getDelivery(
  deps: WebhooksDeps,
  caller: Caller,
  deliveryRef: Ref,
): Promise<LoggedDelivery> {
  const owner = actingOwnerOf(caller);
  const [answer] = await answered(
    deps.database.sql`select webhooks.delivery_of(${owner}, ${deliveryRef}) as delivery`,
  );
  const delivery = loggedDeliverySchema.nullable().parse(answer?.delivery);
  if (delivery === null) {
    throw endpointProblem(
      "webhook_delivery_not_found",
      "There is no such delivery, or it is not yours to see.",
      { delivery_ref: deliveryRef },
    );
  }
  return delivery;
}
