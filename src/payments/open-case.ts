import { log } from "../platform/log.ts";
import { ask } from "./ask.ts";
import type { Case } from "./case.ts";
import type { PaymentsDeps } from "./deps.ts";

/** Leaves something to a person: it is listed until somebody has decided, and the log says so at once. */
export async function openCase(
  deps: PaymentsDeps,
  kind: Case["kind"],
  subjectRef: string,
  fault: Case["fault"],
): Promise<void> {
  log("error", "payment_case_opened", { kind, subject_ref: subjectRef, code: fault.code });
  await ask(deps, "payments.open_case", [kind, subjectRef, fault]);
}
