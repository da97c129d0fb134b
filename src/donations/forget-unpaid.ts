import { z } from "zod";
import { answered } from "../platform/database.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationsDeps } from "./deps.ts";

/** How long the words of a donation are kept that nobody pays: longer than any way to pay stays open. */
export const unpaidWordsKeptDays = 30;

const dayMs = 24 * 60 * 60 * 1_000;
const sliceSize = 1_000;
const slicesARun = 10;

/** Forgets what people wrote who have not paid in a month, some in each run. Answers how many donations lost their words. */
export async function forgetUnpaid(deps: DonationsDeps): Promise<number> {
  const startedAt = deps.clock.now();
  const before = new Date(startedAt.getTime() - unpaidWordsKeptDays * dayMs).toISOString();
  let forgotten = 0;
  for (let slice = 0; slice < slicesARun; slice += 1) {
    const count = z
      .int()
      .parse(await askDonations(deps, "donations.forget_unpaid", [before, sliceSize]));
    forgotten += count;
    if (count < sliceSize) break;
  }
  const findings = JSON.stringify({ forgotten });
  await answered(
    deps.database.sql`select platform.record_job_run(
      'donations.forget_unpaid', ${startedAt.toISOString()}, true, ${findings}::jsonb
    )`,
  );
  return forgotten;
}
