import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { askedMomentSchema } from "../platform/moment.ts";
import {
  deliverySchema,
  deliveryStatuses,
  loggedDeliverySchema,
  replayedRangeSchema,
} from "./delivery.ts";
import { refPath } from "./endpoints.ts";

const tag = "Webhooks";

export const listDeliveriesEndpoint = endpoint({
  tag,
  scope: "webhooks:read",
  method: "get",
  path: "/v1/webhooks/endpoints/{ref}/deliveries",
  operationId: "listDeliveries",
  summary: "List what an endpoint was told",
  description:
    "Newest first; kept for 30 days. `Accept: text/csv` or `application/x-ndjson` exports the whole list.",
  params: refPath,
  query: z.strictObject({
    status: z
      .enum(deliveryStatuses)
      .optional()
      .meta({ description: "Only deliveries that stand so." }),
    event_type: z.string().max(100).optional().meta({ description: "Only events of this type." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of deliveries.", body: pageSchema(deliverySchema) } },
  problems: ["webhook_endpoint_not_found", "cursor_invalid", "cursor_filters_changed"],
  isExportable: true,
});

export const getDeliveryEndpoint = endpoint({
  tag,
  scope: "webhooks:read",
  method: "get",
  path: "/v1/webhooks/deliveries/{ref}",
  operationId: "getDelivery",
  summary: "Read a delivery",
  description: "With the event as it is sent, and the heads of every request and answer.",
  params: refPath,
  replies: { 200: { description: "The delivery.", body: loggedDeliverySchema } },
  problems: ["webhook_delivery_not_found"],
});

export const replayDeliveryEndpoint = endpoint({
  tag,
  scope: "webhooks:write",
  method: "post",
  path: "/v1/webhooks/deliveries/{ref}/replay",
  operationId: "replayDelivery",
  summary: "Send a delivery again",
  description:
    "From the beginning of its schedule, with the same webhook-id, so that a receiver who has it can tell.",
  params: refPath,
  body: z.strictObject({}),
  replies: { 200: { description: "The delivery, in line again.", body: deliverySchema } },
  problems: ["webhook_delivery_not_found", "webhook_endpoint_disabled"],
});

export const replayRangeEndpoint = endpoint({
  tag,
  scope: "webhooks:write",
  method: "post",
  path: "/v1/webhooks/endpoints/{ref}/replay",
  operationId: "replayRange",
  summary: "Send a range of deliveries again",
  description: "The oldest 5,000 of the range that have ended; `next_after` leads to the rest.",
  params: refPath,
  body: z
    .strictObject({
      from: askedMomentSchema.meta({ description: "The first moment." }),
      until: askedMomentSchema.meta({ description: "The first moment after." }),
      status: z.enum(["FAILED", "DELIVERED"]).optional().meta({
        description: "Only what failed, or only what was delivered; both when left out.",
      }),
      after: refSchema.optional().meta({ description: "next_after of the answer before." }),
    })
    .refine(({ from, until }) => from < until, {
      error: "Expected a moment after `from`.",
      path: ["until"],
    }),
  bodyExample: {
    from: "2026-11-21T00:00:00.000Z",
    until: "2026-11-22T00:00:00.000Z",
    status: "FAILED",
  },
  replies: { 200: { description: "How many are in line again.", body: replayedRangeSchema } },
  problems: ["webhook_endpoint_not_found", "webhook_endpoint_disabled"],
});
