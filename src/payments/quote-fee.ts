import { z } from "zod";
import { formatAmount, type Money } from "../platform/money.ts";
import { ask } from "./ask.ts";
import type { ProviderName } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentProblem } from "./errors.ts";
import { type Fee, type FeeRate, feeOf } from "./fee.ts";

export type QuoteInput = {
  readonly payeeRef: string;
  readonly provider?: ProviderName | undefined;
  readonly money: Money;
};

export type Quote = Fee & FeeRate & { readonly provider: ProviderName };

const rateSchema = z.object({ fee_fixed: z.string(), fee_percentage: z.string() });

/** What would be kept of an amount, by the rate of now. Refused where nothing would be left for the payee. */
export async function quoteFee(deps: PaymentsDeps, input: QuoteInput): Promise<Quote> {
  const quote = await quoteOrRefusal(deps, input);
  if ("fee_fixed" in quote) {
    throw paymentProblem("charge_too_small", "The fee would take all of it.", quote);
  }
  return quote;
}

/** The same for whoever may have agreed to a fee before: the fields of the refusal, where it is one. */
export async function quoteOrRefusal(deps: PaymentsDeps, input: QuoteInput) {
  const { amount, currency } = input.money;
  const provider = input.provider ?? deps.defaultProvider;
  const rate = rateSchema.parse(
    await ask(deps, "payments.rate_for", [input.payeeRef, provider, currency]),
  );
  const feeRate = { feeFixed: BigInt(rate.fee_fixed), feePercentage: rate.fee_percentage };
  const fee = feeOf(amount, feeRate);
  if (!fee) {
    return {
      amount: formatAmount(amount, currency),
      fee_fixed: formatAmount(feeRate.feeFixed, currency),
      fee_percentage: feeRate.feePercentage,
      currency,
    };
  }
  return { ...fee, ...feeRate, provider };
}
