import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { Problem } from "../platform/problem.ts";
import { ask } from "./ask.ts";
import { chargeOf, knownAmountOf } from "./charge.ts";
import { confirmCharge } from "./confirm-charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentCatalogue } from "./errors.ts";
import { providerOf } from "./provider-of.ts";
import { type Refund, refundSchema } from "./refund.ts";

export type RefundInput = {
  readonly write: WriteRequest;
  readonly chargeRef: Ref;
  /** Minor units; all that is left when it is left out. */
  readonly amount?: bigint | undefined;
  readonly reason?: string | undefined;
};

/**
 * Gives a charge back, all of it or a part. The provider is asked once it is written down, and the ledger once the provider
 * says that it was done. What the payee no longer has, the platform pays and the payee owes.
 */
export async function refundCharge(
  deps: PaymentsDeps,
  caller: Caller,
  input: RefundInput,
): Promise<Written<Refund>> {
  const command = {
    charge_ref: input.chargeRef,
    amount: input.amount?.toString() ?? null,
    reason: input.reason ?? null,
  };
  const intent = intentOf(caller, input.write, "payments.refund", command);
  const written = await runCommand(
    deps.database,
    paymentCatalogue,
    "payments.request_refund",
    intent,
    { ...command, refund_ref: input.write.newRef() },
  );
  const requested = refundSchema.parse(written.result);
  const send = written.isReplayed ? sendRefundAgain : sendRefund;
  const result = await send(deps, requested, input.write.traceparent);
  return { result, isReplayed: written.isReplayed };
}

/**
 * Asks the provider again, unless it has done it unheard: the refund's ref is its key there too, but providers forget keys
 * after a day.
 */
export async function sendRefundAgain(
  deps: PaymentsDeps,
  refund: Refund,
  traceparent: string | null,
): Promise<Refund> {
  const known = await note(deps, refund, "REQUESTED", null);
  if (known.status !== "REQUESTED") return known;
  try {
    await confirmCharge(deps, { chargeRef: refund.charge_ref, traceparent });
  } catch (error) {
    // It stays REQUESTED, and the schedule asks again.
    if (error instanceof Problem && error.code === "provider_unavailable") return known;
    throw error;
  }
  return sendRefund(deps, refund, traceparent);
}

async function sendRefund(
  deps: PaymentsDeps,
  refund: Refund,
  traceparent: string | null,
): Promise<Refund> {
  // A repetition is told of the refund as it was written down; what was sent since is not sent again.
  const known = await note(deps, refund, "REQUESTED", null);
  if (known.status !== "REQUESTED") return known;
  const charge = chargeOf(await ask(deps, "payments.charge_of", [refund.charge_ref, null]));
  try {
    await providerOf(deps.providers, charge.provider).refundCharge({
      refundRef: refund.refund_ref,
      chargeRef: charge.chargeRef,
      externalReference: charge.externalReference,
      amount: knownAmountOf(refund.amount, refund.currency),
      currency: refund.currency,
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "provider_not_available") return note(deps, refund, "FAILED", error.code);
    if (error.code === "provider_refused") {
      // It may say no to what it has done before, when its first answer was lost: what it has done counts.
      await confirmCharge(deps, { chargeRef: charge.chargeRef, traceparent });
      return note(deps, refund, "FAILED", error.code);
    }
    // It stays REQUESTED, and the schedule asks again.
    if (error.code === "provider_unavailable") return note(deps, refund, "REQUESTED", null);
    throw error;
  }
  await note(deps, refund, "SENT", null);
  await confirmCharge(deps, { chargeRef: charge.chargeRef, traceparent });
  return note(deps, refund, "SENT", null);
}

async function note(
  deps: PaymentsDeps,
  refund: Refund,
  status: "REQUESTED" | "SENT" | "FAILED",
  reason: string | null,
): Promise<Refund> {
  return refundSchema.parse(
    await ask(deps, "payments.note_refund", [refund.refund_ref, status, reason]),
  );
}
