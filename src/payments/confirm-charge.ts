import { z } from "zod";
import { log } from "../platform/log.ts";
import { ask } from "./ask.ts";
import { type Charge, chargeOf } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { movementSchema } from "./movement.ts";
import { newRef } from "./new-ref.ts";
import type { ObservedCharge } from "./payment-provider.ts";
import { postMovement } from "./post-movement.ts";
import { providerOf } from "./provider-of.ts";

export type ConfirmInput = {
  readonly chargeRef: string;
  readonly traceparent: string | null;
  readonly isLateAccepted?: boolean | undefined;
  /** The operator's settlement report, for providers that have no word of their own for it. */
  readonly isSettled?: boolean | undefined;
};

export type Fault = {
  readonly code: string;
  readonly expected?: string;
  readonly found?: string | null;
};
export type Confirmed = { readonly charge: Charge; readonly fault: Fault | null };

const faultSchema = z.object({
  code: z.string(),
  expected: z.string(),
  found: z.string().nullable(),
});
const advancedSchema = z.object({
  movement: movementSchema.nullable(),
  fault: faultSchema.nullable(),
  charge: z.unknown().transform(chargeOf),
});

// Paid, refunded in parts, charged back, settled: more steps than these in one go would be a loop.
const maxSteps = 12;
const forgottenAfterMs = 60 * 60_000;

/**
 * Asks the provider how a charge stands and brings ours there, step by step: each posts what it needs and is announced
 * before the next. What the provider says that does not agree with ours moves nothing, and is answered as a fault.
 */
export async function confirmCharge(deps: PaymentsDeps, input: ConfirmInput): Promise<Confirmed> {
  const known = chargeOf(await ask(deps, "payments.charge_of", [input.chargeRef, null]));
  const observed = await readOrPutOff(deps, known);
  if (!observed) return endForgotten(deps, known, input.traceparent);
  const word = { ...observed, isSettled: observed.isSettled || input.isSettled === true };
  for (let step = 0; step < maxSteps; step += 1) {
    const { movement, fault, charge } = await advance(deps, input, word);
    if (!movement) {
      if (charge.version > known.version && step === 0) await tell(deps, charge);
      return { charge, fault };
    }
    const changed = await postMovement(deps, movement, input.traceparent);
    if (!changed) return { charge, fault: { code: "ledger_refused" } };
    await tell(deps, changed);
  }
  throw new Error(`Charge ${input.chargeRef} took more than ${maxSteps} steps.`);
}

/** A provider that does not answer is asked again later, and keeps nobody else waiting until then. */
async function readOrPutOff(deps: PaymentsDeps, known: Charge): Promise<ObservedCharge | null> {
  try {
    return await providerOf(deps.providers, known.provider).readCharge(known);
  } catch (error) {
    await ask(deps, "payments.plan_check", [known.chargeRef, true]);
    throw error;
  }
}

/** What the provider does not know of an hour after its time nobody can pay any more. */
async function endForgotten(
  deps: PaymentsDeps,
  known: Charge,
  traceparent: string | null,
): Promise<Confirmed> {
  const fault = { code: "unknown_to_provider" };
  await ask(deps, "payments.plan_check", [known.chargeRef, false]);
  const overSinceMs = deps.clock.now().getTime() - Date.parse(known.expiresAt);
  if (overSinceMs < forgottenAfterMs) return { charge: known, fault };
  const parameters = [known.chargeRef, "EXPIRED", fault.code, traceparent];
  const charge = chargeOf(await ask(deps, "payments.end_unpaid", parameters));
  if (charge.version > known.version) await tell(deps, charge);
  return { charge, fault };
}

async function advance(deps: PaymentsDeps, input: ConfirmInput, observed: ObservedCharge) {
  const command = {
    charge_ref: input.chargeRef,
    traceparent: input.traceparent,
    is_late_accepted: input.isLateAccepted ?? false,
    is_settlement_asked: input.isSettled ?? false,
    movement_ref: newRef(),
    refund_ref: newRef(),
    observed: {
      charge_ref: observed.chargeRef,
      external_reference: observed.externalReference,
      status: observed.status,
      amount: observed.amount.toString(),
      currency: observed.currency,
      refunded_amount: observed.refundedAmount.toString(),
      charged_back_amount: observed.chargedBackAmount?.toString() ?? null,
      is_settled: observed.isSettled,
      asks_again: observed.asksAgain,
      failure_reason: observed.failureReason,
    },
  };
  return advancedSchema.parse(await ask(deps, "payments.advance_charge", [command]));
}

/** Whoever listens is told at once. What they fail at is theirs to find again, and no reason to fail at money. */
export async function tell(deps: PaymentsDeps, charge: Charge): Promise<void> {
  try {
    await deps.onCharge(charge);
  } catch (error) {
    log("error", "charge_listener_failed", {
      charge_ref: charge.chargeRef,
      error: error instanceof Error ? error.message : String(error),
    });
  }
}
