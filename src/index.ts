import { BalanceCopies } from "../durable-objects/balance-copies.ts";
import { DevMailbox } from "../durable-objects/dev-mailbox.ts";
import { OutboxRelay } from "../durable-objects/outbox-relay.ts";
import { RateLimiter } from "../durable-objects/rate-limiter.ts";
import { StreamerOverlay } from "../durable-objects/streamer-overlay.ts";
import { WalletLane } from "../durable-objects/wallet-lane.ts";
import { WalletLive } from "../durable-objects/wallet-live.ts";
import { WebhookSender } from "../durable-objects/webhook-sender.ts";
import { createApp } from "./app.ts";
import { runSchedule } from "./schedules.ts";
import { groupOfQueue } from "./subscriptions.ts";
import { servicesOfWorker } from "./worker-services.ts";

const app = createApp(servicesOfWorker);

/** The Worker: each entrance of the runtime, and nothing else. */
export default {
  fetch: app.fetch,
  queue: (batch, env) => servicesOfWorker(env).events.consume(groupOfQueue(batch.queue), batch),
  scheduled: (controller, env) => runSchedule(controller.cron, servicesOfWorker(env)),
} satisfies ExportedHandler<Env>;

export {
  BalanceCopies,
  DevMailbox,
  OutboxRelay,
  RateLimiter,
  StreamerOverlay,
  WalletLane,
  WalletLive,
  WebhookSender,
};
