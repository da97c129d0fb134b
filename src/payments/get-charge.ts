import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { ask } from "./ask.ts";
import { type Charge, chargeOf } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";

/** Reads a charge of which the caller is the payee or the payer. */
export async function getCharge(
  deps: PaymentsDeps,
  caller: Caller,
  chargeRef: Ref,
): Promise<Charge> {
  return chargeOf(await ask(deps, "payments.charge_of", [chargeRef, actingOwnerOf(caller)]));
}
