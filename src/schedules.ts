import { log } from "./platform/log.ts";
import type { Services } from "./services.ts";

/** What each cron of wrangler.toml does. A cron without an entry here is a mistake that says so. */
const jobsByCron: Readonly<Record<string, (services: Services) => Promise<unknown>>> = {
  "*/5 * * * *": ({ wallets }) => wallets.reconcileAccounts(),
};

export const scheduledCrons: readonly string[] = Object.keys(jobsByCron);

export async function runSchedule(cron: string, services: Services): Promise<void> {
  const job = jobsByCron[cron];
  if (!job) throw new Error(`No job is scheduled for ${cron}.`);
  await job(services);
  log("info", "schedule", { cron });
}
