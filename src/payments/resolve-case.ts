import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { log } from "../platform/log.ts";
import { Problem } from "../platform/problem.ts";
import { advancePayout } from "./advance-payout.ts";
import { ask } from "./ask.ts";
import { type Case, caseSchema } from "./case.ts";
import { checkResolution, type Decision } from "./check-resolution.ts";
import { confirmCharge, tell } from "./confirm-charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentCatalogue } from "./errors.ts";
import { movementSchema } from "./movement.ts";
import { finishIfPosted, postMovement } from "./post-movement.ts";
import { refundSchema } from "./refund.ts";
import { sendRefundAgain } from "./refund-charge.ts";

export type ResolveCaseInput = Decision & { readonly write: WriteRequest };

/** Writes down what an operator decided about a case, and takes its subject on from there. */
export async function resolveCase(
  deps: PaymentsDeps,
  caller: Caller,
  input: ResolveCaseInput,
): Promise<Written<Case>> {
  const { write, caseRef, resolution } = input;
  const amount = await checkResolution(deps, caller, input);
  const command = {
    case_ref: caseRef,
    resolution,
    wallet_ref: (resolution === "REDIRECT" && input.walletRef) || null,
    external_reference: (resolution === "CONFIRM" && input.externalReference) || null,
    amount: amount?.toString() ?? null,
  };
  const intent = intentOf(caller, write, "payments.resolve_case", command);
  const { result, isReplayed } = await runCommand(
    deps.database,
    paymentCatalogue,
    "payments.resolve_case",
    intent,
    command,
  );
  const resolved = caseSchema.parse(result);
  if (!isReplayed) await goOn(deps, resolved, write.traceparent);
  return { result: resolved, isReplayed };
}

/** What fails here is due all the same, and the schedule does it. */
async function goOn(deps: PaymentsDeps, resolved: Case, traceparent: string | null): Promise<void> {
  try {
    const step = resolved.amount === null ? steps[resolved.kind] : takeCharge;
    await step(deps, resolved.subject_ref, traceparent);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log("warn", "case_put_off", { case_ref: resolved.case_ref, code: error.code });
  }
}

type Step = (deps: PaymentsDeps, ref: string, traceparent: string | null) => Promise<unknown>;

const takeCharge: Step = (deps, chargeRef, traceparent) =>
  confirmCharge(deps, { chargeRef, traceparent });
const byTheSchedule: Step = async () => undefined;

const steps: Readonly<Record<Case["kind"], Step>> = {
  MOVEMENT_REFUSED: async (deps, ref, traceparent) => {
    const movement = movementSchema.parse(await ask(deps, "payments.movement_of", [ref]));
    const end = movement.status === "DROPPED" ? finishIfPosted : postMovement;
    const charge = await end(deps, movement, traceparent);
    if (charge) await tell(deps, charge);
  },
  REFUND_UNANSWERED: async (deps, ref, traceparent) => {
    const refund = refundSchema.parse(await ask(deps, "payments.refund_of", [ref]));
    if (refund.status === "REQUESTED") await sendRefundAgain(deps, refund, traceparent);
    if (refund.status !== "SENT") return;
    await confirmCharge(deps, { chargeRef: refund.charge_ref, traceparent });
  },
  PAYOUT_UNANSWERED: advancePayout,
  LEDGER_DIFFERS: byTheSchedule,
  PROVIDER_DIFFERS: byTheSchedule,
};
