import { z } from "zod";
import { answered } from "../platform/database.ts";
import { refSchema } from "../platform/ids.ts";
import { log } from "../platform/log.ts";
import { askDonations } from "./ask-donations.ts";
import type { DonationCharge } from "./charges.ts";
import type { DonationsDeps } from "./deps.ts";
import { handleOrNote } from "./retry-unhandled.ts";

const sliceSchema = z.object({
  last_ref: refSchema.nullable(),
  paid: z.array(
    z.object({
      donation_ref: refSchema,
      charge_ref: refSchema,
      streamer_ref: refSchema,
      amount: z.string(),
      returned_amount: z.string(),
      currency: z.string(),
      charge_version: z.int(),
    }),
  ),
  miscounted_goals: z.array(refSchema),
});

type Paid = z.output<typeof sliceSchema>["paid"][number];
export type ChargeFindings = {
  readonly checked: number;
  readonly last_ref: string | null;
  readonly faults: readonly string[];
};

// Each is asked for by itself, so a run takes a few and the next one goes on from there.
const donationsARun = 100;

/**
 * Compares paid donations with the charges that they name, and the goals with what they count: some in each run. What a
 * donation has not heard of its charge it is told.
 */
export async function reconcileCharges(deps: DonationsDeps): Promise<ChargeFindings> {
  const startedAt = deps.clock.now();
  const slice = sliceSchema.parse(await askDonations(deps, "donations.reconcile", [donationsARun]));
  const faults = slice.miscounted_goals.map((ref) => `goal ${ref} counts wrong`);
  for (const paid of slice.paid) {
    const charge = await deps.charges.find(paid.charge_ref);
    if (charge === null || !isOver(charge, paid)) {
      faults.push(`donation ${paid.donation_ref} has no such charge`);
    } else if (charge.version > paid.charge_version) {
      // It has changed since, or nobody told of it.
      await handleOrNote(deps, charge);
    } else if (!isReturned(charge, paid)) {
      faults.push(`donation ${paid.donation_ref} differs from its charge in what went back`);
    }
  }
  const findings = { checked: slice.paid.length, last_ref: slice.last_ref, faults };
  if (faults.length > 0) log("error", "donations_reconciliation_failed", findings);
  await answered(
    deps.database.sql`select platform.record_job_run(
      'donations.reconcile_charges', ${startedAt.toISOString()}, ${faults.length === 0}, ${JSON.stringify(findings)}::jsonb
    )`,
  );
  return findings;
}

function isOver(charge: DonationCharge, paid: Paid): boolean {
  return (
    charge.payeeRef === paid.streamer_ref &&
    charge.amount.toString() === paid.amount &&
    charge.currency === paid.currency
  );
}

function isReturned({ refundedAmount, chargedBackAmount }: DonationCharge, paid: Paid): boolean {
  return (refundedAmount + chargedBackAmount).toString() === paid.returned_amount;
}
