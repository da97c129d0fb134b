import { WalletLane } from "../durable-objects/wallet-lane.ts";
import { createApp, servicesOfWorker } from "./app.ts";
import { runSchedule } from "./schedules.ts";

const app = createApp();

/** The Worker: each entrance of the runtime, and nothing else. */
export default {
  fetch: app.fetch,
  scheduled: (controller, env) => runSchedule(controller.cron, servicesOfWorker(env)),
} satisfies ExportedHandler<Env>;

export { WalletLane };
