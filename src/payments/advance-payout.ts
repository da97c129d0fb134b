import { z } from "zod";
import { log } from "../platform/log.ts";
import { Problem } from "../platform/problem.ts";
import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";
import type { Difference } from "./difference.ts";
import { holdPayout, landPayout, releasePayout, returnPayout } from "./hold-payout.ts";
import { movePayout } from "./move-payout.ts";
import { openCase } from "./open-case.ts";
import type { ObservedPayout } from "./payment-provider.ts";
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
  const { status, failure_reason: reason } = payout;
  const isGivenUp = reason !== null && (status === "HELD" || status === "SENT");
  if (isGivenUp) return endGivenUp(deps, payout, traceparent, reason);
  switch (status) {
    case "REQUESTED":
      return holdPayout(deps, payout, traceparent);
    case "HELD":
      return sendPayoutOnce(deps, payout, traceparent);
    case "SENT":
    case "COMPLETED":
      return followPayout(deps, payout, traceparent);
    case "FAILED":
      await watchFailedPayout(deps, payout);
      return payout;
    default:
      return payout;
  }
}

/** Gives back its promise, unless it has arrived: then whoever gave it up was too late, and the promise may be kept already. */
async function endGivenUp(
  deps: PaymentsDeps,
  payout: Payout,
  traceparent: string | null,
  reason: string,
): Promise<Payout> {
  const observed = payout.status === "SENT" ? await observeIfAnswered(deps, payout) : null;
  return observed?.status === "COMPLETED" || observed?.status === "REVERSED"
    ? landPayout(deps, payout, traceparent)
    : releasePayout(deps, payout, traceparent, reason);
}

/** A provider that is gone for good has nothing to say, and keeps nobody's money promised. */
async function observeIfAnswered(
  deps: PaymentsDeps,
  payout: Payout,
): Promise<ObservedPayout | null> {
  try {
    return await observe(deps, payout);
  } catch (error) {
    if (error instanceof Problem && error.code.startsWith("provider_")) return null;
    throw error;
  }
}

const orderSchema = z.object({
  amount: z.string().transform(BigInt),
  channel_code: z.string(),
  account_number: z.string(),
  holder_name: z.string(),
  external_reference: z.string().nullable(),
  is_confirmed: z.boolean(),
});

async function orderOf(deps: PaymentsDeps, payout: Payout) {
  return orderSchema.parse(await ask(deps, "payments.payout_order", [payout.payout_ref]));
}

async function sendPayoutOnce(
  deps: PaymentsDeps,
  held: Payout,
  traceparent: string | null,
): Promise<Payout> {
  const payout = payoutSchema
    .nullable()
    .parse(await ask(deps, "payments.begin_payout_attempt", [held.payout_ref]));
  // Somebody is at it this very moment.
  if (!payout) return held;
  const note = async (status: "PROCESSING" | "FAILED", code: string | null, givesUp = false) => {
    const parameters = [payout.payout_ref, payout.attempts, status, code, givesUp];
    return payoutSchema.parse(await ask(deps, "payments.note_payout_attempt", parameters));
  };
  try {
    const externalReference = await sendPayout(deps, payout);
    // At once, because it may have been given up while the provider was asked.
    const named = [payout.payout_ref, payout.provider, externalReference];
    if (externalReference !== null) await ask(deps, "payments.name_payout", named);
    await note("PROCESSING", null);
    const step = { to: "SENT", external_reference: externalReference };
    return movePayout(deps, payout, traceparent, step);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log("warn", "payout_attempt_failed", { payout_ref: payout.payout_ref, code: error.code });
    const givesUp = error.code === "provider_refused" && payout.attempts >= maxAttempts;
    const noted = await note("FAILED", error.code, givesUp);
    return noted.failure_reason === null ? noted : stepOf(deps, noted, traceparent);
  }
}

async function sendPayout(deps: PaymentsDeps, payout: Payout): Promise<string | null> {
  const order = await orderOf(deps, payout);
  const sent = await providerOf(deps.providers, payout.provider).payouts?.send({
    payoutRef: payout.payout_ref,
    amount: order.amount,
    currency: payout.currency,
    channelCode: order.channel_code,
    accountNumber: order.account_number,
    holderName: order.holder_name,
  });
  return sent?.externalReference ?? null;
}

/** What was given up and arrives all the same is money that left twice, and a person has to find out. */
export async function watchFailedPayout(
  deps: PaymentsDeps,
  payout: Payout,
): Promise<Difference | null> {
  const observed = await observe(deps, payout);
  if (observed?.status !== "COMPLETED") return null;
  const fault = { code: "arrived_after_all", expected: payout.status, found: observed.status };
  await openCase(deps, "PROVIDER_DIFFERS", payout.payout_ref, fault);
  return fault;
}

/** How the provider says that it stands; null where it has not been told of it, or does not know it. */
async function observe(deps: PaymentsDeps, payout: Payout): Promise<ObservedPayout | null> {
  const { external_reference: externalReference, is_confirmed } = await orderOf(deps, payout);
  if (externalReference === null) return null;
  // An operator's word stands for the provider's until the money has left; what came back later is asked about as ever.
  if (is_confirmed && payout.status === "SENT") return { status: "COMPLETED", failureReason: null };
  const { payouts } = providerOf(deps.providers, payout.provider);
  return (await payouts?.read({ payoutRef: payout.payout_ref, externalReference })) ?? null;
}

async function followPayout(
  deps: PaymentsDeps,
  payout: Payout,
  traceparent: string | null,
): Promise<Payout> {
  const observed = await observe(deps, payout);
  const isUnderWay = !observed || observed.status === "SENT";
  if (isUnderWay) return payout;
  if (payout.status === "SENT") {
    return observed.status === "FAILED"
      ? releasePayout(deps, payout, traceparent, observed.failureReason ?? "failed")
      : landPayout(deps, payout, traceparent);
  }
  if (observed.status === "COMPLETED") return payout;
  return returnPayout(deps, payout, traceparent, observed.failureReason ?? "reversed");
}
