import { z } from "zod";
import { actingOwnerOf, type Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type Refund, refundSchema } from "./refund.ts";

/** The refunds of a charge that the caller may see, the first one first. */
export async function listRefunds(
  deps: PaymentsDeps,
  caller: Caller,
  chargeRef: Ref,
): Promise<Refund[]> {
  const views = await ask(deps, "payments.refunds_of", [chargeRef, actingOwnerOf(caller)]);
  return z.array(refundSchema).parse(views);
}
