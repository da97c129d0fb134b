import type { ChargeStatus, ProviderName } from "./charge.ts";

/** How the payer wishes to pay: by scanning a code, or on a page of the provider's. */
export type PaymentMethod = "QR" | "PAGE";

export type ChargeOrder = {
  readonly chargeRef: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly description: string;
  readonly method: PaymentMethod;
  readonly expiresAt: Date;
  /** Where the payer's browser goes when they are done on the provider's page. */
  readonly returnUrl: string;
};

/** What the provider answered to an order. */
export type ProviderInstructions = {
  /** Null where the provider names a payment only once somebody pays. */
  readonly externalReference: string | null;
  readonly qr: string | null;
  readonly redirectUrl: string | null;
};

/** How a charge stands with the provider, asked of it and not told by it. */
export type ObservedCharge = {
  readonly chargeRef: string;
  readonly externalReference: string | null;
  readonly status: ChargeStatus;
  readonly amount: bigint;
  readonly currency: string;
  readonly refundedAmount: bigint;
  /** What the payer's bank holds of it by now; null where the provider says no more than its status. */
  readonly chargedBackAmount: bigint | null;
  /** The provider's own word that the money is ours to pay out. */
  readonly isSettled: boolean;
  /** Whether asking again may tell that it was settled. */
  readonly asksAgain: boolean;
  readonly failureReason: string | null;
};

export type ChargeName = { readonly chargeRef: string; readonly externalReference: string | null };

export type RefundOrder = ChargeName & {
  readonly refundRef: string;
  readonly amount: bigint;
  readonly currency: string;
};

export type PayoutOrder = {
  readonly payoutRef: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly channelCode: string;
  readonly accountNumber: string;
  readonly holderName: string;
};

export type PayoutName = { readonly payoutRef: string; readonly externalReference: string };

export type ObservedPayout = {
  readonly status: "SENT" | "COMPLETED" | "FAILED" | "REVERSED";
  readonly failureReason: string | null;
};

/** What a notification is about. It proves that the provider sent it, and nothing more. */
export type HeardNotification = {
  /** What the provider repeats when it sends the same thing again. */
  readonly eventKey: string;
  readonly subject: "CHARGE" | "PAYOUT" | "OTHER";
  readonly subjectRef: string | null;
  readonly externalReference: string | null;
};

export type SignedMessage = { readonly body: string; readonly headers: Headers };

/** Whoever takes money in and sends it out for us. Refusals leave as problems of this module's catalogue. */
export type PaymentProvider = {
  readonly name: ProviderName;
  readonly createCharge: (order: ChargeOrder) => Promise<ProviderInstructions>;
  /** Null where the provider knows no such charge. */
  readonly readCharge: (name: ChargeName) => Promise<ObservedCharge | null>;
  readonly refundCharge: (order: RefundOrder) => Promise<void>;
  /** Null where the signature is not the provider's. */
  readonly hear: (message: SignedMessage) => Promise<HeardNotification | null>;
  /** The charge of a notification that names only something of the provider's own. */
  readonly findCharge: ((externalReference: string) => Promise<string | null>) | null;
  /** Null where the provider sends no money to other people's accounts. */
  readonly payouts: {
    readonly send: (order: PayoutOrder) => Promise<{ readonly externalReference: string }>;
    readonly read: (name: PayoutName) => Promise<ObservedPayout | null>;
  } | null;
};

export type PaymentProviders = ReadonlyMap<ProviderName, PaymentProvider>;
