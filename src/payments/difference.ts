import type { TransactionsService } from "../transactions/index.ts";
import type { Charge } from "./charge.ts";
import type { Fault } from "./confirm-charge.ts";
import { legsOf, type Movement } from "./movement.ts";
import type { PayeeWallets } from "./payee-wallets.ts";
import type { Payout } from "./payout.ts";

export type TransactionDetails = Awaited<ReturnType<TransactionsService["get"]>>;

export type Difference = {
  readonly code: string;
  readonly expected: string;
  readonly found: string;
};

/** What a provider's word about a charge does not agree with. A posting that is refused waits for a person already. */
export function differenceOf(fault: Fault | null): Difference | null {
  if (!fault || fault.code === "ledger_refused") return null;
  return { expected: "", ...fault, found: fault.found ?? "" };
}

/** What a charge says of itself that its postings do not. Null when they agree. */
export function chargeDifference(
  charge: Charge,
  movements: readonly Movement[],
): Difference | null {
  const sum = (kind: Movement["kind"]) =>
    movements
      .filter((movement) => movement.kind === kind)
      .reduce((total, { net_amount, fee_amount }) => total + net_amount + fee_amount, 0n);
  const count = (kind: Movement["kind"]) =>
    BigInt(movements.filter((movement) => movement.kind === kind).length);
  const figures: readonly (readonly [string, bigint, bigint])[] = [
    ["paid_amount", charge.paidAt === null ? 0n : charge.amount, sum("PAY")],
    ["settlements", charge.settledAt === null ? 0n : 1n, count("SETTLE")],
    ["refunded_amount", charge.refundedAmount, sum("REFUND")],
    ["charged_back_amount", charge.chargedBackAmount, sum("CHARGEBACK") - sum("CHARGEBACK_WON")],
  ];
  const wrong = figures.find(([, said, posted]) => said !== posted);
  if (!wrong) return null;
  const [figure, said, posted] = wrong;
  return { code: `${figure}_differs`, expected: `${said}`, found: `${posted}` };
}

/** What a posting was to move and its transaction did not. Null when they agree. */
export function postingDifference(
  movement: Movement,
  wallets: PayeeWallets,
  posted: TransactionDetails | null,
): Difference | null {
  const named = `${movement.kind} ${movement.movement_ref}`;
  if (!posted) return { code: "transaction_missing", expected: named, found: "none" };
  if (isReversed(posted)) {
    return { code: "posting_reversed", expected: named, found: posted.reversed_amount };
  }
  const expected = namesOf(legsOf(movement, wallets));
  const found = namesOf(posted.legs);
  return expected === found ? null : { code: "legs_differ", expected, found };
}

/** What became of a payout's promise that should not have. Null where it is as the payout says. */
export function payoutDifference(
  { payout_ref, status, amount, hold_transaction_ref }: Payout,
  hold: TransactionDetails | null,
  capture: TransactionDetails | null,
): Difference | null {
  if (hold_transaction_ref === null) return null;
  const ends = status === "FAILED" ? ["VOIDED", "EXPIRED"] : ["CAPTURED"];
  const found = `${hold?.hold?.status ?? "no"} hold of ${hold?.hold?.amount ?? "nothing"}`;
  if (!ends.some((end) => found === `${end} hold of ${amount}`)) {
    return { code: "hold_differs", expected: `${ends[0]} hold of ${amount}`, found };
  }
  if (status === "FAILED") return null;
  if (!capture) return { code: "transaction_missing", expected: payout_ref, found: "none" };
  if (isReversed(capture) === (status === "REVERSED")) return null;
  const expected = status === "REVERSED" ? amount : "0";
  return { code: "reversal_differs", expected, found: capture.reversed_amount };
}

function isReversed({ reversed_amount }: TransactionDetails): boolean {
  return /[1-9]/.test(reversed_amount);
}

type NamedLeg = {
  readonly wallet_ref?: string | null;
  readonly direction: string;
  readonly amount: string;
};

/** Money from outside has no wallet. */
function namesOf(legs: readonly NamedLeg[]): string {
  return legs
    .map(({ wallet_ref, direction, amount }) => `${direction} ${wallet_ref ?? "world"} ${amount}`)
    .sort()
    .join(", ");
}
