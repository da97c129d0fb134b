import type { Ref } from "../platform/ids.ts";
import type { Money } from "../platform/money.ts";

/** What a donation has to know of its charge. Amounts are minor units. */
export type DonationCharge = {
  readonly chargeRef: Ref;
  readonly payeeRef: Ref;
  readonly amount: bigint;
  readonly feeAmount: bigint;
  readonly netAmount: bigint;
  /** What was given back, and what the donor's bank holds. */
  readonly refundedAmount: bigint;
  readonly chargedBackAmount: bigint;
  readonly currency: string;
  readonly status: string;
  /** Counts its changes: what a lower one says is older. */
  readonly version: number;
  readonly paidAt: string | null;
  /** How the donor pays: a code to scan, or a page to go to. */
  readonly instructions: {
    readonly qr: string | null;
    readonly redirectUrl: string | null;
    readonly expiresAt: string | null;
  } | null;
};

export type ChargeFees = { readonly feeAmount: bigint; readonly netAmount: bigint };

export type NewCharge = {
  readonly chargeRef: Ref;
  readonly payeeRef: Ref;
  readonly money: Money;
  /** Where in our pages the payer's browser comes back to. */
  readonly returnPath: string;
  readonly traceparent: string | null;
  readonly newRef: () => Ref;
};

/** Money from outside, which is payments' business. */
export type Charges = {
  /** Asking twice with one ref makes one charge. */
  readonly create: (charge: NewCharge) => Promise<DonationCharge>;
  readonly find: (chargeRef: Ref) => Promise<DonationCharge | null>;
  readonly feesOf: (payeeRef: Ref, money: Money) => Promise<ChargeFees>;
  /** Charges that changed after a position, and the position after them. */
  readonly changedAfter: (
    position: string | null,
    limit: number,
  ) => Promise<{ readonly charges: readonly DonationCharge[]; readonly position: string | null }>;
};
