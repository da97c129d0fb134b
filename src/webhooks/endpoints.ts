import { z } from "zod";
import { endpoint, locationHeader } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { deliverySchema } from "./delivery.ts";
import {
  audienceSchema,
  endpointDescriptionSchema,
  eventTypesSchema,
  isOrderedSchema,
  issuedEndpointSchema,
  receiverUrlSchema,
  webhookEndpointSchema,
} from "./webhook-endpoint.ts";

const tag = "Webhooks";
export const refPath = z.object({ ref: refSchema });
const dayS = 86_400;
const longestOverlapS = 30 * dayS;
const etagHeader = { ETag: "The version of the endpoint, for If-Match." };

export const ifMatchHeaders = z.object({
  "if-match": z
    .string()
    .optional()
    .meta({ description: "The ETag of the thing as you read it, or *.", examples: ['"1"'] }),
});

const common = { tag, scope: "webhooks:write" } as const;
const reply = (description: string) => ({
  description,
  body: webhookEndpointSchema,
  headers: etagHeader,
});

export const createWebhookEndpointEndpoint = endpoint({
  ...common,
  method: "post",
  path: "/v1/webhooks/endpoints",
  operationId: "createWebhookEndpoint",
  summary: "Register a webhook endpoint",
  description:
    "Tells a receiver of yours what happens: each event as a POST of its CloudEvent, signed as Standard Webhooks says " +
    "with the secret that is shown in this answer and never again. An attempt that is not answered with a 2xx within 15 s " +
    "is made again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, or when Retry-After says.",
  body: z.strictObject({
    url: receiverUrlSchema,
    description: endpointDescriptionSchema.default(null),
    audience: audienceSchema.default("OWN"),
    event_types: eventTypesSchema.default([]),
    is_ordered: isOrderedSchema.default(false),
  }),
  bodyExample: {
    url: "https://shop.example.com/saku",
    event_types: ["transaction.completed", "balance_monitor.*"],
  },
  replies: {
    201: {
      description: "The endpoint with its secret, once.",
      body: issuedEndpointSchema,
      headers: { ...etagHeader, ...locationHeader },
    },
  },
  problems: [
    "webhook_url_refused",
    "webhook_event_unknown",
    "webhook_audience_too_wide",
    "webhook_endpoint_limit_reached",
  ],
});

export const listWebhookEndpointsEndpoint = endpoint({
  tag,
  scope: "webhooks:read",
  method: "get",
  path: "/v1/webhooks/endpoints",
  operationId: "listWebhookEndpoints",
  summary: "List webhook endpoints",
  description: "Newest first. An operator sees everybody's.",
  query: z.strictObject(pageQuery),
  replies: {
    200: { description: "A page of endpoints.", body: pageSchema(webhookEndpointSchema) },
  },
  problems: ["cursor_invalid", "cursor_filters_changed"],
});

export const getWebhookEndpointEndpoint = endpoint({
  tag,
  scope: "webhooks:read",
  method: "get",
  path: "/v1/webhooks/endpoints/{ref}",
  operationId: "getWebhookEndpoint",
  summary: "Read a webhook endpoint",
  description: "Reads everything but the secret, and how it goes there.",
  params: refPath,
  replies: { 200: reply("The endpoint.") },
  problems: ["webhook_endpoint_not_found"],
});

export const updateWebhookEndpointEndpoint = endpoint({
  ...common,
  method: "patch",
  path: "/v1/webhooks/endpoints/{ref}",
  operationId: "updateWebhookEndpoint",
  summary: "Change a webhook endpoint",
  description:
    "Changes it, if it is still the version that If-Match names. What waits for an endpoint ends when it is disabled; " +
    "replay brings it back. Only its owner may change the URL.",
  params: refPath,
  headers: ifMatchHeaders,
  body: z
    .strictObject({
      url: receiverUrlSchema.optional(),
      description: endpointDescriptionSchema.optional(),
      event_types: eventTypesSchema.optional(),
      is_ordered: z.boolean().optional(),
      status: z.enum(["ENABLED", "DISABLED"]).optional(),
    })
    .refine((body) => Object.values(body).some((value) => value !== undefined), {
      error: "Send at least one field.",
    }),
  bodyExample: { status: "ENABLED" },
  replies: { 200: reply("The endpoint as it is now.") },
  problems: [
    "webhook_endpoint_not_found",
    "webhook_url_refused",
    "webhook_event_unknown",
    "webhook_audience_too_wide",
    "precondition_failed",
    "precondition_required",
  ],
});

export const deleteWebhookEndpointEndpoint = endpoint({
  ...common,
  method: "delete",
  path: "/v1/webhooks/endpoints/{ref}",
  operationId: "deleteWebhookEndpoint",
  summary: "Delete a webhook endpoint",
  description: "Ends it for ever, with whatever still waits for it.",
  params: refPath,
  body: z.strictObject({}),
  replies: { 200: { description: "The endpoint as it ended.", body: webhookEndpointSchema } },
  problems: ["webhook_endpoint_not_found"],
});

export const rotateWebhookSecretEndpoint = endpoint({
  ...common,
  method: "post",
  path: "/v1/webhooks/endpoints/{ref}/rotate-secret",
  operationId: "rotateWebhookSecret",
  summary: "Rotate the secret of a webhook endpoint",
  description:
    "Makes another secret and shows it once. For the overlap every message is signed with both, so that receivers can " +
    "change over in their own time. Only its owner may.",
  params: refPath,
  body: z.strictObject({
    overlap_seconds: z
      .int()
      .min(0, "At least 0.")
      .max(longestOverlapS, `At most ${longestOverlapS}, which is 30 days.`)
      .default(dayS)
      .meta({ description: "How long the old secret signs beside the new one." }),
  }),
  bodyExample: { overlap_seconds: 3_600 },
  replies: {
    201: {
      description: "The endpoint with its new secret, once.",
      body: issuedEndpointSchema,
      headers: etagHeader,
    },
  },
  problems: ["webhook_endpoint_not_found"],
});

export const testWebhookEndpointEndpoint = endpoint({
  ...common,
  method: "post",
  path: "/v1/webhooks/endpoints/{ref}/test",
  operationId: "testWebhookEndpoint",
  summary: "Try a webhook endpoint",
  description:
    "Sends it the event webhook_endpoint.tested, whatever it asked for. Read the delivery to see what came of it.",
  params: refPath,
  body: z.strictObject({}),
  replies: {
    201: {
      description: "The delivery that is on its way.",
      body: deliverySchema,
      headers: locationHeader,
    },
  },
  problems: ["webhook_endpoint_not_found", "webhook_endpoint_disabled"],
});
