import { etagOf, expectedVersionOf } from "../platform/etag.ts";
import { createRoutes, type RouteVariables, reply, replyWritten } from "../platform/routes.ts";
import { addDeliveryRoutes } from "./delivery-routes.ts";
import {
  createWebhookEndpointEndpoint,
  deleteWebhookEndpointEndpoint,
  getWebhookEndpointEndpoint,
  listWebhookEndpointsEndpoint,
  rotateWebhookSecretEndpoint,
  testWebhookEndpointEndpoint,
  updateWebhookEndpointEndpoint,
} from "./endpoints.ts";
import { addHookRoutes } from "./hook-routes.ts";
import { addMonitorRoutes } from "./monitor-routes.ts";
import type { WebhooksService } from "./service.ts";

/** What these routes need from the request. */
export type WebhooksEnv = { Variables: RouteVariables & { webhooks: WebhooksService } };

const etagOfResult = ({ version }: { readonly version: number }) => ({ ETag: etagOf(version) });

const endpointRoutes = createRoutes<WebhooksEnv>()
  .on(createWebhookEndpointEndpoint, async (c, { caller, write, body }) => {
    const written = await c.var.webhooks.createEndpoint(caller, {
      write,
      url: body.url,
      description: body.description,
      audience: body.audience,
      eventTypes: body.event_types,
      isOrdered: body.is_ordered,
    });
    return replyWritten(createWebhookEndpointEndpoint, 201, written, {
      ...etagOfResult(written.result),
      Location: `/v1/webhooks/endpoints/${written.result.endpoint_ref}`,
    });
  })
  .on(listWebhookEndpointsEndpoint, async (c, { caller, query }) => {
    const { limit, cursor } = query;
    const page = await c.var.webhooks.listEndpoints(caller, { limit, cursor });
    return reply(listWebhookEndpointsEndpoint, 200, {
      data: [...page.rows],
      next_cursor: page.nextCursor,
    });
  })
  .on(getWebhookEndpointEndpoint, async (c, { caller, params }) => {
    const endpoint = await c.var.webhooks.getEndpoint(caller, params.ref);
    return reply(getWebhookEndpointEndpoint, 200, endpoint, etagOfResult(endpoint));
  })
  .on(updateWebhookEndpointEndpoint, async (c, { caller, write, params, headers, body }) => {
    const written = await c.var.webhooks.updateEndpoint(caller, {
      write,
      endpointRef: params.ref,
      expectedVersion: expectedVersionOf(headers["if-match"]),
      change: body,
    });
    return replyWritten(updateWebhookEndpointEndpoint, 200, written, etagOfResult(written.result));
  })
  .on(deleteWebhookEndpointEndpoint, async (c, { caller, write, params }) => {
    const input = { write, endpointRef: params.ref };
    const written = await c.var.webhooks.deleteEndpoint(caller, input);
    return replyWritten(deleteWebhookEndpointEndpoint, 200, written);
  })
  .on(rotateWebhookSecretEndpoint, async (c, { caller, write, params, body }) => {
    const written = await c.var.webhooks.rotateSecret(caller, {
      write,
      endpointRef: params.ref,
      overlapSeconds: body.overlap_seconds,
    });
    return replyWritten(rotateWebhookSecretEndpoint, 201, written, etagOfResult(written.result));
  })
  .on(testWebhookEndpointEndpoint, async (c, { caller, write, params }) => {
    const input = { write, endpointRef: params.ref };
    const written = await c.var.webhooks.testEndpoint(caller, input);
    const location = { Location: `/v1/webhooks/deliveries/${written.result.delivery_ref}` };
    return replyWritten(testWebhookEndpointEndpoint, 201, written, location);
  });

export const webhooksRoutes = addMonitorRoutes(addHookRoutes(addDeliveryRoutes(endpointRoutes)));
