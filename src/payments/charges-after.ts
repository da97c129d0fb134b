import { z } from "zod";
import { ask } from "./ask.ts";
import { type Charge, chargeOf } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";

export type ChargesAfterInput = { readonly position: string; readonly limit: number };
export type ChangedCharges = { readonly charges: readonly Charge[]; readonly position: string };

const changedSchema = z.object({ charges: z.array(z.unknown()), position: z.string() });

/**
 * The charges that have changed since a position, in an order that skips none, and the position after them. The empty
 * text is the beginning. One that changes again comes again, so whoever reads must not mind.
 */
export async function chargesAfter(
  deps: PaymentsDeps,
  { position, limit }: ChargesAfterInput,
): Promise<ChangedCharges> {
  const reply = changedSchema.parse(await ask(deps, "payments.charges_after", [position, limit]));
  return { charges: reply.charges.map(chargeOf), position: reply.position };
}
