import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import type { ProviderName } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentCatalogue } from "./errors.ts";
import { feeRateSchema, type StoredFeeRate } from "./stored-fee-rate.ts";

export type SetFeeRateInput = {
  readonly write: WriteRequest;
  readonly payeeRef: Ref | null;
  readonly provider: ProviderName | null;
  readonly currency: string;
  readonly feeFixed: bigint;
  readonly feePercentage: string;
};

/** Sets what is kept of charges from now on. Those that exist keep the rate that they were made with. */
export async function setFeeRate(
  deps: PaymentsDeps,
  caller: Caller,
  input: SetFeeRateInput,
): Promise<Written<StoredFeeRate>> {
  const command = {
    payee_ref: input.payeeRef,
    provider: input.provider,
    currency: input.currency,
    fee_fixed: input.feeFixed.toString(),
    fee_percentage: input.feePercentage,
  };
  const intent = intentOf(caller, input.write, "payments.set_fee_rate", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    paymentCatalogue,
    "payments.set_fee_rate",
    intent,
    { ...command, fee_rate_ref: input.write.newRef() },
  );
  return { result: feeRateSchema.parse(result), isReplayed };
}
