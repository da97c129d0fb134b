import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { WriteRequest } from "../platform/intent.ts";
import type { Charge } from "./charge.ts";
import { confirmCharge } from "./confirm-charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentProblem } from "./errors.ts";
import { getCharge } from "./get-charge.ts";

export type SettleInput = { readonly write: WriteRequest; readonly chargeRef: Ref };

/**
 * Takes an operator's word, from a settlement report, that a charge's money has arrived. Some providers tell it nowhere
 * else. Everything else about the charge is confirmed with the provider as ever.
 */
export async function settleCharge(
  deps: PaymentsDeps,
  caller: Caller,
  { write, chargeRef }: SettleInput,
): Promise<Charge> {
  await getCharge(deps, caller, chargeRef);
  const confirmed = await confirmCharge(deps, {
    chargeRef,
    traceparent: write.traceparent,
    isSettled: true,
  });
  if (confirmed.charge.settledAt !== null) return confirmed.charge;
  throw paymentProblem("charge_not_settleable", "The charge cannot be settled as it stands.", {
    charge_ref: chargeRef,
    charge_status: confirmed.charge.status,
    ...(confirmed.fault && { fault: confirmed.fault }),
  });
}
