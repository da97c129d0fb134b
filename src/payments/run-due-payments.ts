import { z } from "zod";
import { log } from "../platform/log.ts";
import { advancePayout } from "./advance-payout.ts";
import { ask } from "./ask.ts";
import { collectReceivables } from "./collect-receivables.ts";
import { confirmCharge, tell } from "./confirm-charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { differenceOf } from "./difference.ts";
import { movementSchema } from "./movement.ts";
import { notificationSchema } from "./notification.ts";
import { openCase } from "./open-case.ts";
import { payoutSchema } from "./payout.ts";
import { postMovement } from "./post-movement.ts";
import { processNotification } from "./process-notification.ts";
import { refundSchema } from "./refund.ts";
import { sendRefundAgain } from "./refund-charge.ts";

// A cron has a minute, and each of these asks a provider.
const sliceSize = 50;

/**
 * Finishes what somebody began and was stopped in, and asks providers about what they have said nothing of. Everything here
 * was written down before, and doing it twice does nothing. What fails is passed, and comes again.
 */
export async function runDuePayments(deps: PaymentsDeps): Promise<number> {
  await openOverdueCases(deps);
  const movements = await due(deps, "payments.movements_due", movementSchema);
  const notifications = await due(deps, "payments.notifications_due", notificationSchema);
  const charges = await due(deps, "payments.charges_to_check", z.string());
  const refunds = await due(deps, "payments.refunds_to_send", refundSchema);
  const payouts = await due(deps, "payments.payouts_due", payoutSchema);
  const jobs = [
    ...movements.map((movement) => async () => {
      const charge = await postMovement(deps, movement, null);
      if (charge) await tell(deps, charge);
    }),
    ...notifications.map((kept) => () => processNotification(deps, kept, null)),
    ...charges.map((chargeRef) => () => checkCharge(deps, chargeRef)),
    ...refunds.map((refund) => () => sendRefundAgain(deps, refund, null)),
    ...payouts.map((payout) => async () => {
      // Put off before, so that one that always fails has no turn of the others.
      await ask(deps, "payments.put_off_payout", [payout.payout_ref]);
      await advancePayout(deps, payout.payout_ref, null);
    }),
    () => collectReceivables(deps),
  ];
  for (const job of jobs) await attempt(job);
  return jobs.length - 1;
}

/** What a provider says of a charge and does not agree with it nobody else would hear: there may be no notification of it. */
async function checkCharge(deps: PaymentsDeps, chargeRef: string): Promise<void> {
  const { fault } = await confirmCharge(deps, { chargeRef, traceparent: null });
  const difference = fault?.code === "unknown_to_provider" ? null : differenceOf(fault);
  if (difference) await openCase(deps, "PROVIDER_DIFFERS", chargeRef, difference);
}

/** What was waited for long enough is left to a person, so that nothing is asked about for ever. */
async function openOverdueCases(deps: PaymentsDeps): Promise<void> {
  const opened = z.int().parse(await ask(deps, "payments.open_overdue_cases", [sliceSize]));
  if (opened > 0) log("error", "payment_cases_opened", { opened });
}

async function due<Row extends z.ZodType>(
  deps: PaymentsDeps,
  name: `payments.${string}`,
  row: Row,
): Promise<z.output<Row>[]> {
  return z.array(row).parse(await ask(deps, name, [sliceSize]));
}

async function attempt(job: () => Promise<unknown>): Promise<void> {
  try {
    await job();
  } catch (error) {
    log("error", "due_payment_failed", { error: error instanceof Error ? error.message : "" });
  }
}
