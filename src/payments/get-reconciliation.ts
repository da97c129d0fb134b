import { ask } from "./ask.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type Reconciliation, reconciliationSchema } from "./reconciliation.ts";

/** Counts what does not agree, and what waits to be compared. */
export async function getReconciliation(deps: PaymentsDeps): Promise<Reconciliation> {
  return reconciliationSchema.parse(await ask(deps, "payments.reconciliation", []));
}
