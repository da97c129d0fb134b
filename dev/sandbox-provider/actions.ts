// What can happen to a payment at a provider, whoever makes it happen.
import type { Book, SandboxCharge, SandboxPayout } from "./book.ts";
import type { Manner, Notifier } from "./notifier.ts";

export type Actions = {
  readonly onCharge: (charge: SandboxCharge, action: string, input: ActionInput) => string | null;
  readonly onPayout: (payout: SandboxPayout, action: string, manner: Manner) => string | null;
  readonly refund: (charge: SandboxCharge, reference: string, amount: string) => string | null;
};

export type ActionInput = Manner & {
  readonly amount?: string;
  readonly currency?: string;
  readonly reference?: string;
  readonly type?: string;
};

const paid: readonly string[] = ["PAID", "PARTIALLY_REFUNDED"];

/** Each answers null when it was done, or the code of why it was not. */
export function createActions(book: Book, notifier: Notifier): Actions {
  const told: Tell = (charge, type, manner) => {
    book.save();
    notifier.tell(type, { ...charge }, manner);
    return null;
  };
  return {
    onCharge: (charge, action, input) => {
      // A well signed notification of something that has not happened.
      if (action === "claim") {
        notifier.tell(input.type ?? "charge.paid", { ...charge, status: "PAID" }, input);
        return null;
      }
      const end = ends[action];
      if (end) return endOf(charge, end, input, told);
      return chargeActions[action]?.(charge, input, told) ?? unknownOr(action);
    },
    onPayout: (payout, action, manner) => {
      const next = payoutEnds[action];
      if (!next) return "unknown_action";
      if (payout.status !== (action === "reverse" ? "COMPLETED" : "SENT")) return "wrong_state";
      payout.status = next;
      payout.failure_reason = action === "complete" ? null : "REJECTED_BY_CHANNEL";
      book.save();
      notifier.tell(`payout.${next.toLowerCase()}`, { ...payout }, manner);
      return null;
    },
    refund: (charge, reference, amount) => {
      if (charge.refunds.includes(reference)) return null;
      const fault = giveBack(charge, amount, {}, told);
      if (fault !== null) return fault;
      charge.refunds.push(reference);
      book.save();
      return null;
    },
  };
}

type Tell = (charge: SandboxCharge, type: string, manner: Manner) => null;
type ChargeAction = (charge: SandboxCharge, input: ActionInput, told: Tell) => string | null;

/** How a charge that waits may end, and what is told of it. */
const ends: Readonly<Record<string, readonly [SandboxCharge["status"], string, string | null]>> = {
  pay: ["PAID", "charge.paid", null],
  fail: ["FAILED", "charge.failed", "declined"],
  expire: ["EXPIRED", "charge.expired", null],
  cancel: ["CANCELLED", "charge.cancelled", null],
};

const chargeActions: Readonly<Record<string, ChargeAction>> = {
  // Money that comes after the end: a bank is not stopped by our clock.
  "pay-late": (charge, input, told) => {
    charge.status = "PAID";
    return told(charge, "charge.paid", input);
  },
  settle: (charge, input, told) => {
    if (charge.status === "PENDING") return "not_paid";
    charge.settled = true;
    return told(charge, "charge.settled", input);
  },
  refund: (charge, input, told) => giveBack(charge, input.amount ?? leftOf(charge), input, told),
  chargeback: (charge, input, told) => {
    if (!paid.includes(charge.status)) return "not_paid";
    const taken = minorOf(charge.charged_back_amount) + minorOf(input.amount ?? leftOf(charge));
    if (taken + minorOf(charge.refunded_amount) > minorOf(charge.amount)) return "more_than_paid";
    charge.charged_back_amount = decimalOf(taken, charge.amount);
    charge.status = paidStatusOf(charge);
    return told(charge, "charge.charged_back", input);
  },
  // A bank asks why, and takes nothing.
  inquire: (charge, input, told) => told(charge, "charge.inquired", input),
  "win-chargeback": (charge, input, told) => {
    if (minorOf(charge.charged_back_amount) === 0n) return "not_charged_back";
    charge.charged_back_amount = "0";
    charge.status = paidStatusOf(charge);
    return told(charge, "charge.chargeback_won", input);
  },
  // A record that does not agree with what was ordered.
  amend: (charge, { amount, currency, reference }) => {
    charge.amount = amount ?? charge.amount;
    charge.currency = currency ?? charge.currency;
    charge.reference = reference ?? charge.reference;
    return null;
  },
};

function unknownOr(action: string): string | null {
  return action in chargeActions ? null : "unknown_action";
}

function endOf(
  charge: SandboxCharge,
  [status, type, reason]: readonly [SandboxCharge["status"], string, string | null],
  input: ActionInput,
  told: Tell,
): string | null {
  if (charge.status !== "PENDING") return "not_pending";
  charge.status = status;
  charge.failure_reason = reason;
  return told(charge, type, input);
}

function giveBack(charge: SandboxCharge, amount: string, manner: Manner, told: Tell) {
  if (!paid.includes(charge.status)) return "not_paid";
  const total = minorOf(charge.refunded_amount) + minorOf(amount);
  if (total > minorOf(charge.amount)) return "more_than_paid";
  charge.refunded_amount = decimalOf(total, charge.amount);
  charge.status = paidStatusOf(charge);
  return told(charge, "charge.refunded", manner);
}

const payoutEnds: Readonly<Record<string, SandboxPayout["status"]>> = {
  complete: "COMPLETED",
  fail: "FAILED",
  reverse: "REVERSED",
};

function leftOf({ amount, refunded_amount, charged_back_amount }: SandboxCharge): string {
  return decimalOf(
    minorOf(amount) - minorOf(refunded_amount) - minorOf(charged_back_amount),
    amount,
  );
}

function paidStatusOf(charge: SandboxCharge): SandboxCharge["status"] {
  const refunded = minorOf(charge.refunded_amount);
  if (refunded === minorOf(charge.amount)) return "REFUNDED";
  if (minorOf(leftOf(charge)) === 0n) return "CHARGEBACK";
  return refunded > 0n ? "PARTIALLY_REFUNDED" : "PAID";
}

// All amounts of one charge have the decimals that its first one was written with, or none.
function minorOf(text: string): bigint {
  const [whole = "0", decimals = ""] = text.split(".");
  return BigInt(`${whole}${decimals.padEnd(scaleDigits, "0")}`);
}

const scaleDigits = 18;

function decimalOf(minor: bigint, like: string): string {
  const decimals = like.split(".")[1]?.length ?? 0;
  const digits = minor.toString().padStart(scaleDigits + 1, "0");
  const whole = digits.slice(0, -scaleDigits);
  return decimals === 0 ? whole : `${whole}.${digits.slice(-scaleDigits).slice(0, decimals)}`;
}
