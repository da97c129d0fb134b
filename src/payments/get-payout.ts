import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type Payout, payoutSchema } from "./payout.ts";

/** Reads a payout that the caller may see. */
export async function getPayout(
  deps: PaymentsDeps,
  caller: Caller,
  payoutRef: Ref,
): Promise<Payout> {
  return payoutSchema.parse(
    await ask(deps, "payments.payout_of", [payoutRef, actingOwnerOf(caller)]),
  );
}
