import { log } from "./platform/log.ts";
import type { Services } from "./services.ts";

type Job = (services: Services) => Promise<unknown>;

/** What each cron of wrangler.toml does. A cron without an entry here is a mistake that says so. */
const jobsByCron: Readonly<Record<string, readonly Job[]>> = {
  "* * * * *": [
    ({ transactions }) => transactions.runDue(),
    ({ transactions }) => transactions.expireHolds(),
    async ({ events }) => events.poke?.(),
    ({ events }) => events.retryDue(),
    ({ events }) => events.sweep(),
    ({ readmodels }) => readmodels.continueRebuilds(),
    ({ webhooks }) => webhooks.purgeDeliveries(),
    ({ audit }) => audit.takeDenials(),
    ({ audit }) => audit.seal(),
    ({ payments }) => payments.runDue(),
    ({ donations }) => donations.catchUp(),
  ],
  "*/5 * * * *": [
    ({ wallets }) => wallets.reconcileAccounts(),
    ({ ledger }) => ledger.runVerification(),
    ({ identity }) => identity.cleanUp(),
    ({ audit }) => audit.preparePartitions(),
    ({ audit }) => audit.archiveMonths(),
    ({ audit }) => audit.recount(),
    ({ donations }) => donations.reconcileCharges(),
  ],
};

export const scheduledCrons: readonly string[] = Object.keys(jobsByCron);

/** Runs every job of a cron. What fails is seen by the runtime, after the others have had their turn. */
export async function runSchedule(cron: string, services: Services): Promise<void> {
  const jobs = jobsByCron[cron];
  if (!jobs) throw new Error(`No job is scheduled for ${cron}.`);
  const outcomes = await Promise.allSettled(jobs.map(async (job) => job(services)));
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason] : [],
  );
  if (failures.length > 0) throw new AggregateError(failures, failures.join("; "));
  log("info", "schedule", { cron });
}
