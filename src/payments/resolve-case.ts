import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { intentOf, type WriteRequest, type Written } from "../platform/intent.ts";
import { log } from "../platform/log.ts";
import { Problem } from "../platform/problem.ts";
import { advancePayout } from "./advance-payout.ts";
import { ask } from "./ask.ts";
import { type Case, caseSchema } from "./case.ts";
import { confirmCharge, tell } from "./confirm-charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { paymentCatalogue } from "./errors.ts";
import { movementSchema } from "./movement.ts";
import { postMovement } from "./post-movement.ts";
import { refundSchema } from "./refund.ts";
import { sendRefundAgain } from "./refund-charge.ts";
import type { caseResolutions } from "./resolutions.ts";

export type ResolveCaseInput = {
  readonly write: WriteRequest;
  readonly caseRef: Ref;
  readonly resolution: (typeof caseResolutions)[number];
  /** Where a settlement goes that the payee's own wallet cannot take. */
  readonly walletRef?: Ref | undefined;
};

/** Writes down what an operator decided about a case, and takes its subject on from there. */
export async function resolveCase(
  deps: PaymentsDeps,
  caller: Caller,
  { write, caseRef, resolution, walletRef }: ResolveCaseInput,
): Promise<Written<Case>> {
  if (walletRef !== undefined) await deps.wallets.get(caller, walletRef);
  const command = { case_ref: caseRef, resolution, wallet_ref: walletRef ?? null };
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
    await steps[resolved.kind](deps, resolved.subject_ref, traceparent);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log("warn", "case_put_off", { case_ref: resolved.case_ref, code: error.code });
  }
}

type Step = (deps: PaymentsDeps, ref: string, traceparent: string | null) => Promise<unknown>;

const byTheSchedule: Step = async () => undefined;

const steps: Readonly<Record<Case["kind"], Step>> = {
  MOVEMENT_REFUSED: async (deps, ref, traceparent) => {
    const movement = movementSchema.parse(await ask(deps, "payments.movement_of", [ref]));
    const charge = await postMovement(deps, movement, traceparent);
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
