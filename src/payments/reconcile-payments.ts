import { z } from "zod";
import { answered } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import { Problem } from "../platform/problem.ts";
import { advancePayout, watchFailedPayout } from "./advance-payout.ts";
import { ask } from "./ask.ts";
import { type Charge, chargeOf } from "./charge.ts";
import { confirmCharge } from "./confirm-charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import {
  chargeDifference,
  type Difference,
  differenceOf,
  payoutDifference,
  postingDifference,
  type TransactionDetails,
} from "./difference.ts";
import { type Movement, movementSchema } from "./movement.ts";
import { openCase } from "./open-case.ts";
import { payeeWallets } from "./payee-wallets.ts";
import { type Payout, payoutSchema } from "./payout.ts";
import { platformCaller } from "./platform-caller.ts";

// Each asks the provider and the ledger, and the next run goes on with the others.
const chargesARun = 60;
const payoutsARun = 30;

const dueChargeSchema = z.object({
  charge: z.unknown().transform(chargeOf),
  movements: z.array(movementSchema),
});

export type PaymentFindings = {
  readonly checked: number;
  readonly unanswered: number;
  readonly faults: readonly string[];
};

/**
 * Compares charges and payouts with their transactions, and with what their providers say by now: what a provider has done
 * and never told is done here too, and what does not agree is left to a person.
 */
export async function reconcilePayments(deps: PaymentsDeps): Promise<PaymentFindings> {
  const startedAt = deps.clock.now();
  const charges = z
    .array(dueChargeSchema)
    .parse(await ask(deps, "payments.charges_to_reconcile", [chargesARun]));
  const payouts = z
    .array(payoutSchema)
    .parse(await ask(deps, "payments.payouts_to_reconcile", [payoutsARun]));
  const faults: string[] = [];
  let unanswered = 0;
  const look = async (ref: string, compare: () => Promise<Difference | null>) => {
    const seen = await compared(ref, compare);
    if (seen === "UNANSWERED") unanswered += 1;
    else if (seen) faults.push(`${ref}: ${seen.code}`);
    await ask(deps, "payments.plan_reconciliation", [ref, seen !== "UNANSWERED"]);
  };
  for (const { charge, movements } of charges) {
    await look(charge.chargeRef, () => compareCharge(deps, charge, movements));
  }
  for (const payout of payouts) await look(payout.payout_ref, () => comparePayout(deps, payout));

  const findings = { checked: charges.length + payouts.length, unanswered, faults };
  await answered(
    deps.database.sql`select platform.record_job_run(
      'payments.reconcile', ${startedAt.toISOString()}, ${faults.length === 0}, ${JSON.stringify(findings)}::jsonb
    )`,
  );
  return findings;
}

/**
 * A provider that is away, or not set up any more, says nothing about anybody's money. Whatever else goes wrong with one is
 * told, and keeps the others from nothing.
 */
async function compared(ref: string, compare: () => Promise<Difference | null>) {
  try {
    return await compare();
  } catch (error) {
    if (!(error instanceof Problem)) log("error", "not_reconciled", { ref, error: String(error) });
    return "UNANSWERED";
  }
}

async function compareCharge(
  deps: PaymentsDeps,
  charge: Charge,
  movements: readonly Movement[],
): Promise<Difference | null> {
  const inLedger =
    chargeDifference(charge, movements) ?? (await postingsOf(deps, charge, movements));
  await tellCase(deps, "LEDGER_DIFFERS", charge.chargeRef, inLedger);
  const { fault } = await confirmCharge(deps, { chargeRef: charge.chargeRef, traceparent: null });
  const atProvider = differenceOf(fault);
  await tellCase(deps, "PROVIDER_DIFFERS", charge.chargeRef, atProvider);
  return inLedger ?? atProvider;
}

async function postingsOf(
  deps: PaymentsDeps,
  { payeeRef, currency }: Charge,
  movements: readonly Movement[],
): Promise<Difference | null> {
  const wallets = await payeeWallets(deps, payeeRef, currency);
  for (const movement of movements) {
    const posted = await transactionOf(deps, movement.transaction_ref);
    const difference = postingDifference(movement, wallets, posted);
    if (difference) return difference;
  }
  return null;
}

/** An ended payout has its transactions, and its provider has not changed its mind. */
async function comparePayout(deps: PaymentsDeps, payout: Payout): Promise<Difference | null> {
  const inLedger = await payoutPostings(deps, payout);
  await tellCase(deps, "LEDGER_DIFFERS", payout.payout_ref, inLedger);
  if (payout.status === "FAILED") return (await watchFailedPayout(deps, payout)) ?? inLedger;
  const refused = await refusalToReturn(deps, payout);
  await tellCase(deps, "PROVIDER_DIFFERS", payout.payout_ref, refused);
  return refused ?? inLedger;
}

/** What came back and the wallet that it left does not take: nobody would find out but by a person. */
async function refusalToReturn(deps: PaymentsDeps, payout: Payout): Promise<Difference | null> {
  try {
    await advancePayout(deps, payout.payout_ref, null);
    return null;
  } catch (error) {
    if (!(error instanceof Problem) || error.entry.status >= 500) throw error;
    if (error.code.startsWith("provider_") || error.code === "concurrent_request") throw error;
    return { code: error.code, expected: payout.status, found: "REVERSED" };
  }
}

async function payoutPostings(deps: PaymentsDeps, payout: Payout): Promise<Difference | null> {
  const [hold, capture] = await Promise.all([
    transactionOf(deps, payout.hold_transaction_ref),
    transactionOf(deps, payout.transaction_ref),
  ]);
  return payoutDifference(payout, hold, capture);
}

async function transactionOf(
  deps: PaymentsDeps,
  transactionRef: string | null,
): Promise<TransactionDetails | null> {
  if (transactionRef === null) return null;
  try {
    return await deps.transactions.get(platformCaller, transactionRef);
  } catch (error) {
    if (error instanceof Problem && error.entry.status === 404) return null;
    throw error;
  }
}

async function tellCase(
  deps: PaymentsDeps,
  kind: "LEDGER_DIFFERS" | "PROVIDER_DIFFERS",
  ref: string,
  difference: Difference | null,
): Promise<void> {
  if (difference) await openCase(deps, kind, ref, difference);
  else await ask(deps, "payments.pass_case", [ref, kind]);
}
