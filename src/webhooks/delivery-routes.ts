import { answerList } from "../platform/answer-list.ts";
import { type Page, pageBodyOf } from "../platform/list.ts";
import { type Routes, type RouteVariables, reply, replyWritten } from "../platform/routes.ts";
import { type Delivery, deliverySchema } from "./delivery.ts";
import {
  getDeliveryEndpoint,
  listDeliveriesEndpoint,
  replayDeliveryEndpoint,
  replayRangeEndpoint,
} from "./delivery-endpoints.ts";
import type { WebhooksService } from "./service.ts";

type DeliveryEnv = { Variables: RouteVariables & { webhooks: WebhooksService } };

export function addDeliveryRoutes<E extends DeliveryEnv>(routes: Routes<E>): Routes<E> {
  return routes
    .on(listDeliveriesEndpoint, async (c, { caller, params, query }) => {
      const { limit, cursor, ...filters } = query;
      const asked = { endpointRef: params.ref, filters };
      return answerList<Page<Delivery>>(c, {
        place: { limit, cursor },
        readPage: (place) => c.var.webhooks.listDeliveries(caller, { ...asked, ...place }),
        columns: Object.keys(deliverySchema.shape),
        fileName: "deliveries",
        answer: (page) => reply(listDeliveriesEndpoint, 200, pageBodyOf(page)),
      });
    })
    .on(getDeliveryEndpoint, async (c, { caller, params }) =>
      reply(getDeliveryEndpoint, 200, await c.var.webhooks.getDelivery(caller, params.ref)),
    )
    .on(replayDeliveryEndpoint, async (c, { caller, write, params }) => {
      const input = { write, deliveryRef: params.ref };
      const written = await c.var.webhooks.replayDelivery(caller, input);
      return replyWritten(replayDeliveryEndpoint, 200, written);
    })
    .on(replayRangeEndpoint, async (c, { caller, write, params, body }) => {
      const written = await c.var.webhooks.replayRange(caller, {
        write,
        endpointRef: params.ref,
        from: body.from,
        until: body.until,
        status: body.status,
        after: body.after,
      });
      return replyWritten(replayRangeEndpoint, 200, written);
    });
}
