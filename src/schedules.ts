import { underLease } from "./platform/job-lease.ts";
import { log } from "./platform/log.ts";
import type { Services } from "./services.ts";

type Job = (services: Services) => Promise<unknown>;

/** What each cron of wrangler.toml does, by the name of its lease. A cron without an entry here is a mistake that says so. */
const jobsByCron: Readonly<Record<string, Readonly<Record<string, Job>>>> = {
  "* * * * *": {
    "transactions.run_due": ({ transactions }) => transactions.runDue(),
    "transactions.expire_holds": ({ transactions }) => transactions.expireHolds(),
    "events.poke": async ({ events }) => events.poke?.(),
    "events.retry": ({ events }) => events.retryDue(),
    "events.sweep": ({ events }) => events.sweep(),
    "readmodels.rebuild": ({ readmodels }) => readmodels.continueRebuilds(),
    "readmodels.forward_late": ({ readmodels }) => readmodels.forwardLate(),
    "webhooks.purge": ({ webhooks }) => webhooks.purgeDeliveries(),
    "audit.take_denials": ({ audit }) => audit.takeDenials(),
    "audit.seal": ({ audit }) => audit.seal(),
    "payments.run_due": ({ payments }) => payments.runDue(),
    "donations.catch_up": ({ donations }) => donations.catchUp(),
  },
  "*/5 * * * *": {
    "wallets.reconcile": ({ wallets }) => wallets.reconcileAccounts(),
    "ledger.verify": ({ ledger }) => ledger.runVerification(),
    "identity.clean_up": ({ identity }) => identity.cleanUp(),
    "audit.partitions": ({ audit }) => audit.preparePartitions(),
    "audit.archive": ({ audit }) => audit.archiveMonths(),
    "audit.recount": ({ audit }) => audit.recount(),
    "payments.reconcile": ({ payments }) => payments.reconcile(),
    "payments.purge": ({ payments }) => payments.purgeNotifications(),
    "donations.reconcile": ({ donations }) => donations.reconcileCharges(),
    "donations.forget_unpaid": ({ donations }) => donations.forgetUnpaid(),
    "events.archive": ({ events }) => events.archive(),
    "events.purge": ({ events }) => events.purge(),
  },
};

export const scheduledCrons: readonly string[] = Object.keys(jobsByCron);

/** Runs every job of a cron. What fails is seen by the runtime, after the others have had their turn. */
export async function runSchedule(cron: string, services: Services): Promise<void> {
  const jobs = jobsByCron[cron];
  if (!jobs) throw new Error(`No job is scheduled for ${cron}.`);
  const outcomes = await Promise.allSettled(
    Object.entries(jobs).map(async ([name, job]) => runJob(name, job, services)),
  );
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason] : [],
  );
  if (failures.length > 0) throw new AggregateError(failures, failures.join("; "));
  log("info", "schedule", { cron });
}

/** A run that takes longer than until the next one is not joined by it: two would only slow each other down. */
async function runJob(name: string, job: Job, services: Services): Promise<void> {
  const done = await underLease(services, name, () => job(services));
  if (!done) log("warn", "job_still_running", { job: name });
}
