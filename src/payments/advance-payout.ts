import { z } from "zod";
import { log } from "../platform/log.ts";
import { Problem } from "../platform/problem.ts";
import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";
import { holdPayout, landPayout, releasePayout, returnPayout } from "./hold-payout.ts";
import { movePayout } from "./move-payout.ts";
import { type Payout, payoutSchema } from "./payout.ts";
import { providerOf } from "./provider-of.ts";

// Five tries are half an hour; a person who waits longer wants to know.
const maxAttempts = 5;
const maxSteps = 6;

/**
 * Takes a payout as far as it goes now: promise the money, ask the provider, and once the provider says how it ended, let
 * the money go or take it back. Each step is written down when it is done, and done again where nobody knows.
 */
export async function advancePayout(
  deps: PaymentsDeps,
  payoutRef: string,
  traceparent: string | null,
): Promise<Payout> {
  let payout = payoutSchema.parse(await ask(deps, "payments.payout_of", [payoutRef, null]));
  for (let step = 0; step < maxSteps; step += 1) {
    const next = await stepOf(deps, payout, traceparent);
    if (next.status === payout.status) return next;
    payout = next;
  }
  return payout;
}

async function stepOf(
  deps: PaymentsDeps,
  payout: Payout,
  traceparent: string | null,
): Promise<Payout> {
  switch (payout.status) {
    case "REQUESTED":
      return holdPayout(deps, payout, traceparent);
    case "HELD":
      return sendPayoutOnce(deps, payout, traceparent);
    case "SENT":
    case "COMPLETED":
      return followPayout(deps, payout, traceparent);
    default:
      return payout;
  }
}

const orderSchema = z.object({
  amount: z.string().transform(BigInt),
  channel_code: z.string(),
  account_number: z.string(),
  holder_name: z.string(),
  external_reference: z.string().nullable(),
});

async function orderOf(deps: PaymentsDeps, payout: Payout) {
  return orderSchema.parse(await ask(deps, "payments.payout_order", [payout.payout_ref]));
}

async function sendPayoutOnce(
  deps: PaymentsDeps,
  payout: Payout,
  traceparent: string | null,
): Promise<Payout> {
  const order = await orderOf(deps, payout);
  try {
    const sent = await providerOf(deps.providers, payout.provider).payouts?.send({
      payoutRef: payout.payout_ref,
      amount: order.amount,
      currency: payout.currency,
      channelCode: order.channel_code,
      accountNumber: order.account_number,
      holderName: order.holder_name,
    });
    await ask(deps, "payments.note_payout_attempt", [payout.payout_ref, "PROCESSING", null]);
    return movePayout(deps, payout, traceparent, {
      to: "SENT",
      external_reference: sent?.externalReference ?? null,
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log("warn", "payout_attempt_failed", { payout_ref: payout.payout_ref, code: error.code });
    const parameters = [payout.payout_ref, "FAILED", error.code];
    const noted = payoutSchema.parse(await ask(deps, "payments.note_payout_attempt", parameters));
    // Where nobody knows whether it was sent, it may not be given up: the provider is asked again for ever.
    if (error.code !== "provider_refused" || noted.attempts < maxAttempts) return noted;
    return releasePayout(deps, noted, traceparent, error.code);
  }
}

async function followPayout(
  deps: PaymentsDeps,
  payout: Payout,
  traceparent: string | null,
): Promise<Payout> {
  const { external_reference: externalReference } = await orderOf(deps, payout);
  if (externalReference === null) return payout;
  const observed = await providerOf(deps.providers, payout.provider).payouts?.read({
    payoutRef: payout.payout_ref,
    externalReference,
  });
  const isUnderWay = !observed || observed.status === "SENT";
  if (isUnderWay) return payout.status === "SENT" ? putOff(deps, payout) : payout;
  if (payout.status === "SENT") {
    return observed.status === "FAILED"
      ? releasePayout(deps, payout, traceparent, observed.failureReason ?? "failed")
      : landPayout(deps, payout, traceparent);
  }
  if (observed.status === "COMPLETED") return payout;
  return returnPayout(deps, payout, traceparent, observed.failureReason ?? "reversed");
}

async function putOff(deps: PaymentsDeps, payout: Payout): Promise<Payout> {
  await ask(deps, "payments.put_off_payout", [payout.payout_ref]);
  return payout;
}
