import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { Money } from "../platform/money.ts";
import { advancePayout } from "./advance-payout.ts";
import { ask } from "./ask.ts";
import { beneficiarySchema } from "./beneficiary.ts";
import type { ProviderName } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentCatalogue, paymentProblem } from "./errors.ts";
import { walletOf } from "./payee-wallets.ts";
import { type Payout, payoutSchema } from "./payout.ts";
import { providerOf } from "./provider-of.ts";

export type RequestPayoutInput = {
  readonly write: WriteRequest;
  readonly beneficiaryRef: Ref;
  readonly money: Money;
  readonly provider?: ProviderName | undefined;
};

/**
 * Sends somebody's own money out: it is promised in their CASH wallet first, so that nothing can be sent twice or spent on
 * the way. Answers how far it came; the rest is told by the provider.
 */
export async function requestPayout(
  deps: PaymentsDeps,
  caller: Caller,
  input: RequestPayoutInput,
): Promise<Written<Payout>> {
  deps.proofs.ofSession(caller);
  const { owner_ref: ownerRef } = beneficiarySchema.parse(
    await ask(deps, "payments.beneficiary_of", [input.beneficiaryRef, actingOwnerOf(caller)]),
  );
  const name = senderOf(deps, input.provider ?? deps.defaultProvider);
  const { amount, currency } = input.money;
  // Whoever asks for it, the money is the beneficiary's owner's.
  const { wallet_ref } = await walletOf(deps, ownerRef, "CASH", currency);
  const command = {
    beneficiary_ref: input.beneficiaryRef,
    wallet_ref,
    amount: amount.toString(),
    currency,
    provider: name,
  };
  const intent = intentOf(caller, input.write, "payments.request_payout", command);
  const written = await runCommand(
    deps.database,
    paymentCatalogue,
    "payments.request_payout",
    intent,
    { ...command, payout_ref: input.write.newRef() },
  );
  const { payout_ref } = payoutSchema.parse(written.result);
  const result = await advancePayout(deps, payout_ref, input.write.traceparent);
  return { result, isReplayed: written.isReplayed };
}

function senderOf(deps: PaymentsDeps, name: ProviderName): ProviderName {
  if (providerOf(deps.providers, name).payouts) return name;
  throw paymentProblem("provider_not_available", `${name} sends no money to others' accounts.`, {
    provider: name,
    available: [...deps.providers.values()].flatMap((each) => (each.payouts ? [each.name] : [])),
  });
}
