import { z } from "zod";
import type { DonationCharge } from "./charges.ts";
import type { DonationsDeps } from "./deps.ts";
import { donationSchema } from "./donation.ts";
import { presentDonation } from "./present-donation.ts";
import { runDonationCommand } from "./run-donation-command.ts";
import { showWidgets } from "./show-widgets.ts";
import { systemIntent } from "./system-intent.ts";

const outcomeSchema = z.object({ is_new: z.boolean(), donation: donationSchema }).nullable();

/**
 * Writes down what a change of a charge means for its donation, and shows it. It may be told the same twice, and in any
 * order; a charge that is for something else is none of its business.
 */
export async function handleCharge(deps: DonationsDeps, charge: DonationCharge): Promise<void> {
  if (charge.paidAt === null) return;
  const command = {
    charge_ref: charge.chargeRef,
    charge_version: charge.version,
    amount: charge.amount.toString(),
    fee_amount: charge.feeAmount.toString(),
    net_amount: charge.netAmount.toString(),
    returned_amount: (charge.refundedAmount + charge.chargedBackAmount).toString(),
    currency: charge.currency,
    paid_at: charge.paidAt,
  };
  const name = "donations.follow_charge";
  const intent = systemIntent(deps, name);
  const { result } = await runDonationCommand(deps, name, intent, command, outcomeSchema);
  if (!result) return;
  await Promise.all([
    presentDonation(deps, result.donation),
    // Not after it: a goal does not wait until somebody has spoken.
    result.is_new ? showWidgets(deps, result.donation.streamer_ref) : undefined,
  ]);
}
