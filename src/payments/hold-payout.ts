import type { WriteRequest } from "../platform/intent.ts";
import { Problem } from "../platform/problem.ts";
import type { PaymentsDeps } from "./deps.ts";
import { movePayout } from "./move-payout.ts";
import { newRef } from "./new-ref.ts";
import type { Payout } from "./payout.ts";
import { platformCaller, writeOf } from "./platform-caller.ts";

// A step that is refused for good has one key, so it is done once however often it is asked for.
const writeFor = (payout: Payout, step: string, traceparent: string | null) =>
  writeOf(nameOf(payout, step), traceparent);

const nameOf = ({ payout_ref }: Payout, step: string) => `payments:${payout_ref}:${step}`;

/**
 * Does a step that a wallet may refuse for a while, because it is frozen. The ledger remembers a refusal under its key, so
 * each try has its own, and the reference sees to it that the step is done once.
 */
async function doOnce(
  payout: Payout,
  step: string,
  traceparent: string | null,
  ask: (
    write: WriteRequest,
    reference: string,
  ) => Promise<{ readonly result: { readonly transaction_ref: string } }>,
): Promise<string> {
  const reference = nameOf(payout, step);
  try {
    const { result } = await ask(writeOf(`${reference}:${newRef()}`, traceparent), reference);
    return result.transaction_ref;
  } catch (error) {
    // An earlier try, of which nobody knew, was done after all.
    if (error instanceof Problem && error.code === "reference_taken") {
      return String(error.extensions.taken_by);
    }
    throw error;
  }
}

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
  const transactionRef = await doOnce(payout, "capture", traceparent, (write, reference) =>
    deps.transactions.capture(platformCaller, {
      manner: { write },
      transactionRef: payout.hold_transaction_ref ?? "",
      body: { reference },
    }),
  );
  const step = { to: "COMPLETED", transaction_ref: transactionRef };
  return movePayout(deps, payout, traceparent, step);
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
  const returnRef = await doOnce(payout, "return", traceparent, (write, reference) =>
    deps.transactions.reverse(platformCaller, {
      manner: { write },
      transactionRef: payout.transaction_ref ?? "",
      body: { reference },
    }),
  );
  return movePayout(deps, payout, traceparent, {
    to: "REVERSED",
    return_transaction_ref: returnRef,
    failure_reason: reasonOf(reason),
  });
}

/** A provider's own code, as far as it is one. */
function reasonOf(text: string): string {
  return /^[A-Za-z0-9_.-]{1,60}$/.test(text) ? text : "other";
}
