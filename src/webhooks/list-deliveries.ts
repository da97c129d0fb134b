import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import { type Delivery, deliverySchema, type deliveryStatuses } from "./delivery.ts";
import type { WebhooksDeps } from "./deps.ts";
import { endpointNotFound } from "./get-webhook-endpoint.ts";

export type ListDeliveriesInput = {
  readonly endpointRef: Ref;
  readonly filters: {
    readonly status?: (typeof deliveryStatuses)[number] | undefined;
    readonly event_type?: string | undefined;
  };
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "webhook_deliveries";

/** Lists what an endpoint was told, newest first. */
export async function listDeliveries(
  deps: WebhooksDeps,
  caller: Caller,
  { endpointRef, filters, limit, cursor }: ListDeliveriesInput,
): Promise<Page<Delivery>> {
  const owner = actingOwnerOf(caller);
  const bound = { ...filters, endpoint_ref: endpointRef, acting_owner: owner };
  const after = deps.cursors.open(listName, bound, cursor);
  const { status = null, event_type: type = null } = filters;
  const [answer] = await answered(
    deps.database
      .sql`select webhooks.deliveries_of(${owner}, ${endpointRef}, ${status}, ${type}, ${after}, ${limit + 1}) as page`,
  );
  const rows = z.array(deliverySchema).nullable().parse(answer?.page);
  if (rows === null) throw endpointNotFound(endpointRef);
  return pageOf(rows, limit, ({ delivery_ref }) =>
    deps.cursors.seal(listName, bound, delivery_ref),
  );
}
