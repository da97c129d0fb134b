import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type Payout, payoutSchema } from "./payout.ts";

/** Writes a step that was done. Whoever was faster is not undone. */
export async function movePayout(
  deps: PaymentsDeps,
  { payout_ref, status }: Payout,
  traceparent: string | null,
  step: Readonly<Record<string, string | null>>,
): Promise<Payout> {
  const command = { payout_ref, from: status, traceparent, ...step };
  return payoutSchema.parse(await ask(deps, "payments.move_payout", [command]));
}
