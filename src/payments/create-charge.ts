import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { Money } from "../platform/money.ts";
import { Problem } from "../platform/problem.ts";
import { ask } from "./ask.ts";
import { type Charge, chargeOf, type ProviderName } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentCatalogue } from "./errors.ts";
import type { PaymentMethod } from "./payment-provider.ts";
import { providerOf } from "./provider-of.ts";
import { quoteOrRefusal } from "./quote-fee.ts";

export type CreateChargeInput = {
  readonly write: WriteRequest;
  /** Made by the caller beforehand, so that what belongs to the charge can name it in the same request. */
  readonly chargeRef: Ref;
  readonly payerRef: Ref | null;
  readonly payeeRef: Ref;
  readonly purpose: string;
  readonly money: Money;
  readonly description: string;
  readonly provider?: ProviderName | undefined;
  readonly method?: PaymentMethod | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** The page of this deployment that the payer comes back to. */
  readonly returnPath?: string | undefined;
  readonly expiresInMs?: number | undefined;
};

const defaultExpiryMs = 15 * 60_000;

/**
 * Asks a provider to take money for somebody. The charge is written down before the provider hears of it, and a repetition
 * with the same key goes on where the first one stopped.
 */
export async function createCharge(
  deps: PaymentsDeps,
  caller: Caller,
  input: CreateChargeInput,
): Promise<Written<Charge>> {
  const name = input.provider ?? deps.defaultProvider;
  const provider = providerOf(deps.providers, name);
  const opened = await openCharge(deps, caller, { ...input, provider: name });
  const known = await readCharge(deps, opened.result);
  if (known.instructions || known.status !== "PENDING") {
    return { result: known, isReplayed: opened.isReplayed };
  }
  const ordered = await orderOrEnd(deps, input, known, () =>
    provider.createCharge({
      chargeRef: known.chargeRef,
      amount: known.amount,
      currency: known.currency,
      description: input.description,
      method: input.method ?? "QR",
      expiresAt: new Date(known.expiresAt),
      returnUrl: `${deps.siteUrl}${input.returnPath ?? "/"}`,
    }),
  );
  const view = await ask(deps, "payments.instruct_charge", [
    {
      charge_ref: known.chargeRef,
      external_reference: ordered.externalReference,
      expires_at: known.expiresAt,
      instructions: {
        qr: ordered.qr,
        redirect_url: ordered.redirectUrl,
        expires_at: known.expiresAt,
      },
    },
  ]);
  return { result: chargeOf(view), isReplayed: opened.isReplayed };
}

async function openCharge(
  deps: PaymentsDeps,
  caller: Caller,
  input: CreateChargeInput & { readonly provider: ProviderName },
): Promise<Written<Charge>> {
  const wish = {
    payer_ref: input.payerRef,
    payee_ref: input.payeeRef,
    purpose: input.purpose,
    amount: input.money.amount.toString(),
    currency: input.money.currency,
    provider: input.provider,
    metadata: { ...input.metadata },
  };
  const intent = intentOf(caller, input.write, "payments.create_charge", wish);
  const expiresAt = new Date(deps.clock.now().getTime() + (input.expiresInMs ?? defaultExpiryMs));
  const command = {
    ...wish,
    charge_ref: input.chargeRef,
    ...(await feeFactsOf(deps, input)),
    expires_at: expiresAt.toISOString(),
  };
  const written = await runCommand(
    deps.database,
    paymentCatalogue,
    "payments.open_charge",
    intent,
    command,
  );
  return { result: chargeOf(written.result), isReplayed: written.isReplayed };
}

/** The fee by the rate of now, or why there is none: only the database knows whether another was agreed to before. */
async function feeFactsOf(deps: PaymentsDeps, input: CreateChargeInput) {
  const quote = await quoteOrRefusal(deps, input);
  if ("fee_fixed" in quote) return { refusal: quote };
  return {
    fee_fixed: quote.feeFixed.toString(),
    fee_percentage: quote.feePercentage,
    fee_amount: quote.feeAmount.toString(),
    net_amount: quote.netAmount.toString(),
    rounding_amount: quote.roundingAmount,
  };
}

/** What was replayed is the charge as it was opened; how it stands now is asked. */
async function readCharge(deps: PaymentsDeps, opened: Charge): Promise<Charge> {
  return chargeOf(await ask(deps, "payments.charge_of", [opened.chargeRef, null]));
}

/** What the provider refuses for good ends the charge; what nobody knows the outcome of leaves it open to be asked again. */
async function orderOrEnd<Answer>(
  deps: PaymentsDeps,
  { write }: CreateChargeInput,
  charge: Charge,
  order: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await order();
  } catch (error) {
    if (error instanceof Problem && error.code === "provider_refused") {
      const parameters = [charge.chargeRef, "FAILED", "provider_refused", write.traceparent];
      await ask(deps, "payments.end_unpaid", parameters);
    }
    throw error;
  }
}
