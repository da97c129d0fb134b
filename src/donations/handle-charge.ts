import { z } from "zod";
import type { DonationCharge } from "./charges.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationSchema } from "./donation.ts";
import { presentDonation } from "./present-donation.ts";
import { runDonationCommand } from "./run-donation-command.ts";
import { showWidgets } from "./show-widgets.ts";
import { systemIntent } from "./system-intent.ts";

const outcomeSchema = z.object({ is_new: z.boolean(), donation: donationSchema }).nullable();

const paidStatuses = new Set(["PAID", "SETTLED", "PARTIALLY_REFUNDED"]);
const returnedStatuses = new Set(["REFUNDED", "CHARGEBACK"]);

/**
 * Writes down what a change of a charge means for its donation, and shows it. It may be told the same twice, and in any
 * order; a charge that is for something else is none of its business.
 */
export async function handleCharge(deps: DonationsDeps, charge: DonationCharge): Promise<void> {
  const isReturned = returnedStatuses.has(charge.status);
  if (!isReturned && !paidStatuses.has(charge.status)) return;
  // Money that came and went before anybody was told came first all the same.
  const paid = await markPaid(deps, charge);
  const outcome = isReturned ? await markRefunded(deps, charge) : paid;
  if (!outcome) return;
  const { donation } = outcome;
  const isNews = outcome.is_new || (paid?.is_new ?? false);
  await Promise.all([
    presentDonation(deps, donation),
    // Not after it: a goal does not wait until somebody has spoken.
    isNews ? showWidgets(deps, donation.streamer_ref) : undefined,
  ]);
}

async function markPaid(deps: DonationsDeps, charge: DonationCharge) {
  const command = {
    charge_ref: charge.chargeRef,
    amount: charge.amount.toString(),
    fee_amount: charge.feeAmount.toString(),
    net_amount: charge.netAmount.toString(),
    currency: charge.currency,
    paid_at: charge.paidAt ?? deps.clock.now().toISOString(),
  };
  const intent = systemIntent(deps, "donations.mark_paid");
  const written = await runDonationCommand(
    deps,
    "donations.mark_paid",
    intent,
    command,
    outcomeSchema,
  );
  return written.result;
}

async function markRefunded(deps: DonationsDeps, { chargeRef }: DonationCharge) {
  const intent = systemIntent(deps, "donations.mark_refunded");
  const command = { charge_ref: chargeRef };
  const name = "donations.mark_refunded";
  return (await runDonationCommand(deps, name, intent, command, outcomeSchema)).result;
}
