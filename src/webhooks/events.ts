import type { z } from "zod";
import { actedBySchema, type EventSpec } from "../platform/events.ts";
import { refSchema } from "../platform/ids.ts";
import { balanceMonitorSchema } from "./balance-monitor.ts";
import { hookSchema } from "./hook.ts";
import { webhookEndpointSchema } from "./webhook-endpoint.ts";

const acted_by = actedBySchema;
const endpointData = webhookEndpointSchema
  .omit({ url: true, description: true, failing_since: true, previous_secret_until: true })
  .extend({ acted_by });
const hookData = hookSchema
  .omit({ name: true, url: true, header_names: true })
  .extend({ acted_by });
const monitorData = balanceMonitorSchema.extend({ acted_by });
const version = 1;

const endpointEvent = (type: EventSpec["type"], description: string): EventSpec => ({
  type,
  version,
  aggregate: "webhook_endpoint",
  data: endpointData,
  description,
});
const hookEvent = (type: EventSpec["type"], description: string): EventSpec => ({
  type,
  version,
  aggregate: "hook",
  data: hookData,
  description,
});
const monitorEvent = (
  type: EventSpec["type"],
  description: string,
  data: z.ZodObject = monitorData,
): EventSpec => ({ type, version, aggregate: "balance_monitor", data, description });

/** What this module announces, each in the commit that made it true. */
export const webhookEvents: readonly EventSpec[] = [
  endpointEvent("webhook_endpoint.created", "An endpoint is told of events from now on."),
  endpointEvent("webhook_endpoint.updated", "An endpoint was changed; read it to see."),
  endpointEvent("webhook_endpoint.secret_rotated", "An endpoint has another secret."),
  endpointEvent("webhook_endpoint.tested", "Somebody tried an endpoint; it means nothing more."),
  endpointEvent("webhook_endpoint.disabled", "Nothing is sent to an endpoint any more."),
  endpointEvent("webhook_endpoint.deleted", "An endpoint was given up."),
  hookEvent("hook.created", "A receiver is asked before transactions, or told after them."),
  hookEvent("hook.updated", "A hook was changed; read it to see."),
  hookEvent("hook.deleted", "A hook was given up."),
  monitorEvent("balance_monitor.created", "A wallet is watched."),
  monitorEvent(
    "balance_monitor.triggered",
    "What a wallet holds has come to meet a condition.",
    monitorData.extend({
      transaction_ref: refSchema.meta({ description: "What brought it there." }),
    }),
  ),
  monitorEvent("balance_monitor.deleted", "A wallet is not watched by this monitor any more."),
];
