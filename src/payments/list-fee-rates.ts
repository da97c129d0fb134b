import type { Page } from "../platform/list.ts";
import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type PageInput, pageOfRefs } from "./page-input.ts";
import { feeRateSchema, type StoredFeeRate } from "./stored-fee-rate.ts";

/** Lists what is kept of charges, for operators. */
export async function listFeeRates(
  deps: PaymentsDeps,
  input: PageInput,
): Promise<Page<StoredFeeRate>> {
  const list = { name: "fee_rates", bound: {} };
  const read = (before: string | null, limit: number) =>
    ask(deps, "payments.fee_rates_of", [before, limit]);
  return pageOfRefs(deps, list, input, feeRateSchema, read, ({ fee_rate_ref }) => fee_rate_ref);
}
