import { type Catalogue, problemsOf } from "../platform/problem.ts";
import { hookCatalogue } from "./hook-errors.ts";
import { monitorCatalogue } from "./monitor-errors.ts";

export const endpointCatalogue = {
  webhook_endpoint_not_found: {
    status: 404,
    title: "Webhook endpoint not found",
    meaning: "There is no such endpoint, or it is not yours to see.",
    remedy: "Check the ref; list the endpoints that you may see with GET /v1/webhooks/endpoints.",
    fields: { endpoint_ref: "The ref that was asked for." },
  },
  webhook_delivery_not_found: {
    status: 404,
    title: "Webhook delivery not found",
    meaning:
      "There is no such delivery, or it is not yours to see. Deliveries are kept for 30 days.",
    remedy: "List the deliveries of the endpoint.",
    fields: { delivery_ref: "The ref that was asked for." },
  },
  webhook_endpoint_limit_reached: {
    status: 409,
    title: "Too many webhook endpoints",
    meaning: "You have as many endpoints as anybody may have.",
    remedy: "Delete one that is not needed, or let one receiver take more types of events.",
    fields: { endpoints_at_most: "How many there may be." },
  },
  webhook_endpoint_disabled: {
    status: 409,
    title: "Webhook endpoint is disabled",
    meaning: "Nothing is sent to a disabled endpoint.",
    remedy: "Mend the receiver, then enable the endpoint with PATCH and send this again.",
    fields: { endpoint_ref: "The endpoint.", disabled_reason: "Why it is disabled." },
  },
  webhook_audience_too_wide: {
    status: 403,
    title: "Audience too wide",
    meaning:
      "Only an operator whose session or key also has the scope events:read may have all events told.",
    remedy:
      "Leave the audience out: the endpoint is then told what you may see. To stop one that is told everything, send only `status`.",
    fields: { endpoint_ref: "The endpoint, where there is one already." },
  },
  webhook_event_unknown: {
    status: 422,
    title: "Event unknown",
    meaning: "An endpoint that waits for this type would never be told anything.",
    remedy:
      "Take a type of the list of events (docs/events.md, `/events/{type}.json`), or one such as `transaction.*`.",
    fields: { event_type: "The type that nothing is announced by." },
  },
  webhook_url_refused: {
    status: 422,
    title: "URL refused",
    meaning:
      "Nothing is sent to this address: receivers stand on the public internet and speak HTTPS.",
    remedy: "Send an https URL with a public name, without credentials and without a fragment.",
    fields: { reason: "What is wrong with it." },
  },
} as const satisfies Catalogue;

export const endpointProblem = problemsOf(endpointCatalogue);

/** Everything that this module refuses. */
export const webhooksCatalogue = {
  ...endpointCatalogue,
  ...hookCatalogue,
  ...monitorCatalogue,
} as const satisfies Catalogue;
