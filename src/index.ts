import { createApp } from "./app.ts";
import { configOf } from "./config.ts";
import { runSchedule } from "./schedules.ts";
import { servicesOf } from "./services.ts";

const app = createApp();

/** The Worker: each entrance of the runtime, and nothing else. */
export default {
  fetch: app.fetch,
  scheduled: (controller, env) => runSchedule(controller.cron, servicesOf(configOf(env))),
} satisfies ExportedHandler<Env>;
