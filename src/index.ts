import { DevMailbox } from "../durable-objects/dev-mailbox.ts";
import { RateLimiter } from "../durable-objects/rate-limiter.ts";
import { WalletLane } from "../durable-objects/wallet-lane.ts";
import { createApp } from "./app.ts";
import { runSchedule } from "./schedules.ts";
import { servicesOfWorker } from "./worker-services.ts";

const app = createApp(servicesOfWorker);

/** The Worker: each entrance of the runtime, and nothing else. */
export default {
  fetch: app.fetch,
  scheduled: (controller, env) => runSchedule(controller.cron, servicesOfWorker(env)),
} satisfies ExportedHandler<Env>;

export { DevMailbox, RateLimiter, WalletLane };
