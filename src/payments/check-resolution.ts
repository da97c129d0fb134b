import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { Problem } from "../platform/problem.ts";
import { ask } from "./ask.ts";
import { type Case, caseSchema } from "./case.ts";
import { chargeOf } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentProblem } from "./errors.ts";
import { moneyOf } from "./money-of.ts";
import { movementSchema } from "./movement.ts";
import { payoutSchema } from "./payout.ts";
import { providerOf } from "./provider-of.ts";
import type { caseResolutions } from "./resolutions.ts";

export type Decision = {
  readonly caseRef: Ref;
  readonly resolution: (typeof caseResolutions)[number];
  /** For REDIRECT: where money goes that the payee's own wallet cannot take. */
  readonly walletRef?: Ref | undefined;
  /** For CONFIRM of a payout: how the provider calls it. */
  readonly externalReference?: string | undefined;
  /** For CONFIRM of a chargeback: how much of the charge the payer's bank has taken. */
  readonly amount?: string | undefined;
};

/** What a decision names, looked at before it is written down: minor units where it names an amount. */
export async function checkResolution(
  deps: PaymentsDeps,
  caller: Caller,
  input: Decision,
): Promise<bigint | null> {
  const wallet = input.walletRef && (await deps.wallets.get(caller, input.walletRef));
  const found = caseSchema.nullable().parse(await ask(deps, "payments.case_of", [input.caseRef]));
  const amount = found && (await amountOf(deps, found, input));
  // What is decided already is repeated or refused as it stands, whatever has changed since.
  if (!found || found.closed_at !== null) return amount;
  if (input.resolution === "REDIRECT" && wallet) await checkWallet(deps, found, wallet);
  if (input.resolution === "CONFIRM") await checkEvidence(deps, found, input);
  return amount;
}

/** Only what a bank has taken is an amount, in the currency of its charge. */
async function amountOf(
  deps: PaymentsDeps,
  found: Case,
  { resolution, amount }: Decision,
): Promise<bigint | null> {
  if (amount === undefined || resolution !== "CONFIRM" || !isUnclear(found)) return null;
  const charge = chargeOf(await ask(deps, "payments.charge_of", [found.subject_ref, null]));
  return moneyOf(amount, charge.currency).amount;
}

function isUnclear({ kind, fault }: Case): boolean {
  return kind === "PROVIDER_DIFFERS" && fault.code === "chargeback_unclear";
}

/** A wallet that can never take it would leave the money where it is, and another case. */
async function checkWallet(
  deps: PaymentsDeps,
  { kind, subject_ref }: Case,
  wallet: Awaited<ReturnType<PaymentsDeps["wallets"]["get"]>>,
): Promise<void> {
  if (kind !== "MOVEMENT_REFUSED") return;
  const movement = movementSchema.parse(await ask(deps, "payments.movement_of", [subject_ref]));
  if (wallet.status !== "CLOSED" && wallet.currency === movement.currency) return;
  throw paymentProblem("wallet_cannot_take", "This wallet cannot take this charge's money.", {
    wallet_ref: wallet.wallet_ref,
    wallet_status: wallet.status,
    currency: wallet.currency,
  });
}

/** A person's word counts where the provider says nothing, and not against what it says under that very name. */
async function checkEvidence(
  deps: PaymentsDeps,
  found: Case,
  { externalReference, amount }: Decision,
): Promise<void> {
  const { kind, case_ref, subject_ref } = found;
  const isPayout = kind === "PAYOUT_UNANSWERED";
  const isMissing = isPayout
    ? externalReference === undefined
    : isUnclear(found) && amount === undefined;
  if (isMissing) {
    throw paymentProblem("evidence_missing", "CONFIRM says what was seen at the provider.", {
      case_ref,
    });
  }
  if (!isPayout || externalReference === undefined) return;
  const payout = payoutSchema.parse(await ask(deps, "payments.payout_of", [subject_ref, null]));
  const { payouts } = providerOf(deps.providers, payout.provider);
  const observed = await answerOf(payouts?.read({ payoutRef: subject_ref, externalReference }));
  if (observed?.status !== "FAILED" && observed?.status !== "REVERSED") return;
  throw paymentProblem("payout_not_arrived", "The provider says that this one did not arrive.", {
    payout_ref: subject_ref,
    provider_status: observed.status,
  });
}

/** A provider that is away, or refuses to tell, says nothing. */
async function answerOf<Answer>(asked: Promise<Answer> | undefined): Promise<Answer | null> {
  try {
    return (await asked) ?? null;
  } catch (error) {
    if (error instanceof Problem && error.code.startsWith("provider_")) return null;
    throw error;
  }
}
