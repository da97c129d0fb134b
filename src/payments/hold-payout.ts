import { Problem } from "../platform/problem.ts";
import type { PaymentsDeps } from "./deps.ts";
import { movePayout } from "./move-payout.ts";
import type { Payout } from "./payout.ts";
import { platformCaller, writeOf } from "./platform-caller.ts";

// Each step of a payout's money has one key, so it is done once however often it is asked for.
const writeFor = (payout: Payout, step: string, traceparent: string | null) =>
  writeOf(`payments:${payout.payout_ref}:${step}`, traceparent);

/** Promises the money in the owner's wallet. A wallet that cannot ends the payout, and its owner is told why. */
export async function holdPayout(
  deps: PaymentsDeps,
  payout: Payout,
  traceparent: string | null,
): Promise<Payout> {
  try {
    const { result } = await deps.transactions.withdraw(platformCaller, {
      manner: { write: writeFor(payout, "hold", traceparent) },
      body: {
        wallet_ref: payout.wallet_ref,
        amount: payout.amount,
        currency: payout.currency,
        hold: true,
        metadata: { payout_ref: payout.payout_ref },
      },
    });
    return movePayout(deps, payout, traceparent, {
      to: "HELD",
      hold_transaction_ref: result.transaction_ref,
    });
  } catch (error) {
    if (!(error instanceof Problem) || error.entry.status >= 500) throw error;
    if (error.code === "concurrent_request") throw error;
    await movePayout(deps, payout, traceparent, { to: "FAILED", failure_reason: error.code });
    throw error;
  }
}

/** The provider says that it arrived: the promise is kept. */
export async function landPayout(
  deps: PaymentsDeps,
  payout: Payout,
  traceparent: string | null,
): Promise<Payout> {
  const { result } = await deps.transactions.capture(platformCaller, {
    manner: { write: writeFor(payout, "capture", traceparent) },
    transactionRef: payout.hold_transaction_ref ?? "",
    body: {},
  });
  return movePayout(deps, payout, traceparent, {
    to: "COMPLETED",
    transaction_ref: result.transaction_ref,
  });
}

/**
 * It will not arrive: the promise is given back. That it will not stands written before, or the provider says it again, so
 * whoever is stopped in between is followed by somebody who does the same and sends nothing.
 */
export async function releasePayout(
  deps: PaymentsDeps,
  payout: Payout,
  traceparent: string | null,
  reason: string,
): Promise<Payout> {
  await deps.transactions.void(platformCaller, {
    manner: { write: writeFor(payout, "void", traceparent) },
    transactionRef: payout.hold_transaction_ref ?? "",
  });
  return movePayout(deps, payout, traceparent, { to: "FAILED", failure_reason: reasonOf(reason) });
}

/** It had arrived and came back: so does the money, to the wallet that it left. */
export async function returnPayout(
  deps: PaymentsDeps,
  payout: Payout,
  traceparent: string | null,
  reason: string,
): Promise<Payout> {
  const { result } = await deps.transactions.reverse(platformCaller, {
    manner: { write: writeFor(payout, "return", traceparent) },
    transactionRef: payout.transaction_ref ?? "",
    body: {},
  });
  return movePayout(deps, payout, traceparent, {
    to: "REVERSED",
    return_transaction_ref: result.transaction_ref,
    failure_reason: reasonOf(reason),
  });
}

/** A provider's own code, as far as it is one. */
function reasonOf(text: string): string {
  return /^[A-Za-z0-9_.-]{1,60}$/.test(text) ? text : "other";
}
