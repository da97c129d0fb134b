import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import type { WebhooksDeps } from "./deps.ts";
import { endpointProblem } from "./errors.ts";
import { type WebhookEndpoint, webhookEndpointSchema } from "./webhook-endpoint.ts";

/** Reads one endpoint. A stranger's is as absent as one that never was. */
export async function getWebhookEndpoint(
  deps: WebhooksDeps,
  caller: Caller,
  endpointRef: Ref,
): Promise<WebhookEndpoint> {
  const owner = actingOwnerOf(caller);
  const [answer] = await answered(
    deps.database.sql`select webhooks.endpoints_of(${owner}, ${endpointRef}, null, 1) as endpoints`,
  );
  const [endpoint] = z.array(webhookEndpointSchema).parse(answer?.endpoints);
  if (!endpoint) throw endpointNotFound(endpointRef);
  return endpoint;
}

export function endpointNotFound(endpointRef: Ref) {
  return endpointProblem(
    "webhook_endpoint_not_found",
    "There is no such endpoint, or it is not yours to see.",
    { endpoint_ref: endpointRef },
  );
}
