import { log } from "../platform/log.ts";
import { Problem } from "../platform/problem.ts";
import { advancePayout } from "./advance-payout.ts";
import { ask } from "./ask.ts";
import { confirmCharge, type Fault } from "./confirm-charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { differenceOf } from "./difference.ts";
import type { Notification } from "./notification.ts";
import { openCase } from "./open-case.ts";
import { providerOf } from "./provider-of.ts";

/** What a person has to look at, because asking again would tell the same. */
const passingFaults: ReadonlySet<string> = new Set(["unknown_to_provider", "ledger_refused"]);
// Ten tries are three hours; what is unknown for so long stays unknown.
const maxAttempts = 10;

/**
 * Does what a notification is a reason for: asks the provider about what it names. It never counts by itself, so an old,
 * repeated or invented one costs a question and moves nothing.
 */
export async function processNotification(
  deps: PaymentsDeps,
  notification: Notification,
  traceparent: string | null,
): Promise<void> {
  if (notification.status !== "RECEIVED") return;
  const fault = await faultIn(deps, notification, traceparent);
  const status = statusAfter(fault, notification);
  const parameters = [notification.notification_ref, status, fault];
  await ask(deps, "payments.end_notification", parameters);
  if (status === "QUARANTINED") {
    log("error", "notification_quarantined", {
      notification_ref: notification.notification_ref,
      provider: notification.provider,
      code: fault?.code,
    });
  }
}

function statusAfter(fault: Fault | null, { attempts }: Notification): string {
  if (!fault) return "PROCESSED";
  return passingFaults.has(fault.code) && attempts < maxAttempts ? "RECEIVED" : "QUARANTINED";
}

async function faultIn(
  deps: PaymentsDeps,
  notification: Notification,
  traceparent: string | null,
): Promise<Fault | null> {
  try {
    if (notification.subject === "OTHER") return null;
    const ref = await subjectOf(deps, notification);
    if (ref === null) return { code: "subject_unknown" };
    if (notification.subject === "PAYOUT") {
      const { provider, external_reference } = notification;
      await ask(deps, "payments.name_payout", [ref, provider, external_reference]);
      await advancePayout(deps, ref, traceparent);
      return null;
    }
    const isLateAccepted = notification.is_late_accepted;
    const { fault } = await confirmCharge(deps, { chargeRef: ref, traceparent, isLateAccepted });
    // How much a bank took only a person finds out, and they say it to a case.
    const difference = fault?.code === "chargeback_unclear" && differenceOf(fault);
    if (difference) await openCase(deps, "PROVIDER_DIFFERS", ref, difference);
    return fault;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.entry.status === 404) return { code: "subject_unknown" };
    log("warn", "notification_put_off", {
      notification_ref: notification.notification_ref,
      code: error.code,
    });
    return { code: "unknown_to_provider" };
  }
}

const refPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Our ref of what it names. Some providers name only what is theirs. */
async function subjectOf(deps: PaymentsDeps, notification: Notification): Promise<string | null> {
  const { subject_ref: ref, external_reference: theirs, provider: name } = notification;
  if (ref !== null) return refPattern.test(ref) ? ref : null;
  if (theirs === null) return null;
  const known = await ask(deps, "payments.subject_of", [name, notification.subject, theirs]);
  if (typeof known === "string") return known;
  return (await providerOf(deps.providers, name).findCharge?.(theirs)) ?? null;
}
