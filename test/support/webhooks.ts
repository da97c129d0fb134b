import { events } from "../../src/catalogue.ts";
import type { Caller } from "../../src/platform/caller.ts";
import { systemClock } from "../../src/platform/clock.ts";
import type { CreateEndpointInput } from "../../src/webhooks/create-webhook-endpoint.ts";
import type { WebhooksDeps } from "../../src/webhooks/deps.ts";
import { createWebhooksService, type WebhooksService } from "../../src/webhooks/service.ts";
import { type Bank, write } from "./bank.ts";
import { queryAs } from "./database.ts";

/** Hands everything that is in the outbox to webhooks, as the queue does; what it has taken, it drops. */
export async function tellWebhooks(bank: Bank): Promise<{ deliveries: number; triggered: number }> {
  const [told] = await queryAs<{ events: string }>(
    bank.ownerUrl,
    `select json_agg(platform.cloud_event(
       event_ref, event_type, aggregate_type, aggregate_ref, sequence, created_at, traceparent, payload
     ) order by transaction_xid, event_ref)::text as events
     from platform.outbox_events`,
  );
  const [row] = await queryAs<{ answer: { deliveries: number; triggered: number } }>(
    bank.appUrl,
    "select webhooks.consume($1::json) as answer",
    [told?.events ?? "[]"],
  );
  return row?.answer ?? { deliveries: 0, triggered: 0 };
}

/** The bank's webhooks with other surroundings: a resolver of the test's own, or a clock. */
export function webhooksOf(bank: Bank, change: Partial<WebhooksDeps> = {}): WebhooksService {
  return createWebhooksService({
    database: bank.database,
    cursors: bank.cursors,
    clock: systemClock,
    keyEncryptionKey: "a key encryption key that only the tests know",
    eventTypes: events.map(({ type }) => type),
    allowsLoopback: true,
    send: (...request) => fetch(...request),
    resolveHost: async () => [],
    wakeSenders: async () => undefined,
    ...change,
  });
}

export async function addEndpoint(
  webhooks: WebhooksService,
  caller: Caller,
  wanted: Partial<CreateEndpointInput> & { readonly url: string },
) {
  const { result } = await webhooks.createEndpoint(caller, {
    write: write(),
    description: null,
    audience: "OWN",
    eventTypes: [],
    isOrdered: false,
    ...wanted,
  });
  return { ...result, secret: result.secret ?? "" };
}

/** Lets an endpoint's retries come due at once, because nobody waits for five minutes here. */
export async function hurry(bank: Bank): Promise<void> {
  await queryAs(
    bank.ownerUrl,
    "update webhooks.webhook_deliveries set due_at = now() - interval '1 s' where status = 'PENDING'",
  );
  await queryAs(bank.ownerUrl, "update webhooks.webhook_endpoints set paused_until = null");
}
