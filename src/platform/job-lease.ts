import { systemClock } from "./clock.ts";
import { answered, type Database } from "./database.ts";
import { platformProblem } from "./errors.ts";
import { createRefs, type Ref } from "./ids.ts";
import { log } from "./log.ts";

// A Worker that is lost with a job keeps it from others for a minute. One that lives says so four times in that time.
const leaseSeconds = 60;
const renewalMs = 15_000;

type LeaseDeps = { readonly database: Database };

/** Does what nobody may do twice at once; null where somebody is at it already. */
export async function underLease<Result>(
  deps: LeaseDeps,
  job: string,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result } | null> {
  const holder = createRefs(systemClock)();
  if (!(await takeLease(deps, job, holder))) return null;
  let renewed = Promise.resolve();
  const renewal = setInterval(() => {
    renewed = renewed.then(() => renewLease(deps, job, holder));
  }, renewalMs);
  try {
    return { result: await work() };
  } finally {
    clearInterval(renewal);
    // One that is under way would take again what was given back, and keep everybody out until it ends.
    await renewed;
    await giveBackLease(deps, job, holder);
  }
}

/** The same for somebody who waits for the answer: who comes meanwhile is told to come again. */
export async function aloneOrRefused<Result>(
  deps: LeaseDeps,
  job: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const done = await underLease(deps, job, work);
  if (done) return done.result;
  const detail = "This is being done for another request already, and two at once are too many.";
  throw platformProblem("concurrent_request", detail, {}, { "Retry-After": "10" });
}

async function takeLease({ database }: LeaseDeps, job: string, holder: Ref): Promise<boolean> {
  const [row] = await answered(
    database.sql`select platform.take_lease(${job}, ${holder}, ${leaseSeconds}) as is_taken`,
  );
  return row?.is_taken === true;
}

async function renewLease(deps: LeaseDeps, job: string, holder: Ref): Promise<void> {
  try {
    if (!(await takeLease(deps, job, holder))) log("error", "job_lease_lost", { job });
  } catch (error) {
    log("warn", "job_lease_unrenewed", { job, error: String(error) });
  }
}

/** What cannot be given back ends by itself; the job's own outcome is what counts. */
async function giveBackLease({ database }: LeaseDeps, job: string, holder: Ref): Promise<void> {
  try {
    await answered(database.sql`select platform.give_back_lease(${job}, ${holder})`);
  } catch (error) {
    log("warn", "job_lease_kept", { job, error: String(error) });
  }
}
