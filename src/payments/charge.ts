import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { currencySchema, formatAmount, parseAmount } from "../platform/money.ts";

export const providerNames = ["SANDBOX", "MIDTRANS", "XENDIT", "STRIPE"] as const;
export type ProviderName = (typeof providerNames)[number];

export const chargeStatuses = [
  "PENDING",
  "PAID",
  "SETTLED",
  "FAILED",
  "EXPIRED",
  "CANCELLED",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
  "CHARGEBACK",
] as const;
export type ChargeStatus = (typeof chargeStatuses)[number];

const instructionsSchema = z.strictObject({
  qr: z.string().nullable().meta({ description: "The text of a QR code, where the payer scans." }),
  redirect_url: z.string().nullable().meta({ description: "Where the payer goes to pay." }),
  expires_at: momentSchema,
});

/** A charge as it is shown, and as the database answers it. */
export const chargeSchema = z.strictObject({
  charge_ref: refSchema,
  payer_ref: refSchema.nullable().meta({ description: "Null where nobody logged in." }),
  payee_ref: refSchema,
  purpose: z.string().meta({ examples: ["DONATION"] }),
  amount: z.string(),
  fee_fixed: z.string(),
  fee_percentage: z.string().meta({ description: "A fraction: 0.0500 is 5 %." }),
  fee_amount: z.string(),
  net_amount: z.string().meta({ description: "What the payee gets: the amount without the fee." }),
  rounding_amount: z.string().meta({
    description: "What rounding gave to the platform, as a fraction of a minor unit.",
  }),
  rounding_strategy: z.literal("FLOOR_TO_PLATFORM"),
  currency: currencySchema,
  status: z.enum(chargeStatuses),
  provider: z.enum(providerNames),
  external_reference: z.string().nullable().meta({ description: "The provider's name for it." }),
  instructions: instructionsSchema.nullable(),
  refunded_amount: z.string(),
  charged_back_amount: z.string().meta({ description: "What the payer's bank holds of it." }),
  failure_reason: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  version: z.int(),
  expires_at: momentSchema,
  created_at: momentSchema,
  paid_at: momentSchema.nullable(),
  settled_at: momentSchema.nullable(),
});

export type ChargeBody = z.output<typeof chargeSchema>;

/** What a payer has to do, and until when. */
export type Instructions = {
  readonly qr: string | null;
  readonly redirectUrl: string | null;
  readonly expiresAt: string;
};

/** A charge for whoever computes with it: amounts are minor units, moments RFC 3339. */
export type Charge = {
  readonly chargeRef: string;
  readonly payerRef: string | null;
  readonly payeeRef: string;
  readonly purpose: string;
  readonly amount: bigint;
  readonly feeFixed: bigint;
  readonly feePercentage: string;
  readonly feeAmount: bigint;
  readonly netAmount: bigint;
  readonly roundingAmount: string;
  readonly currency: string;
  readonly status: ChargeStatus;
  readonly provider: ProviderName;
  readonly externalReference: string | null;
  readonly instructions: Instructions | null;
  readonly refundedAmount: bigint;
  readonly chargedBackAmount: bigint;
  readonly failureReason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly version: number;
  readonly expiresAt: string;
  readonly createdAt: string;
  readonly paidAt: string | null;
  readonly settledAt: string | null;
};

/** Reads what the database answered; jsonb forgets the order of fields, and the schema restores it. */
export function chargeOf(view: unknown): Charge {
  const body = chargeSchema.parse(view);
  const minor = (text: string) => knownAmountOf(text, body.currency);
  return {
    chargeRef: body.charge_ref,
    payerRef: body.payer_ref,
    payeeRef: body.payee_ref,
    purpose: body.purpose,
    amount: minor(body.amount),
    feeFixed: minor(body.fee_fixed),
    feePercentage: body.fee_percentage,
    feeAmount: minor(body.fee_amount),
    netAmount: minor(body.net_amount),
    roundingAmount: body.rounding_amount,
    currency: body.currency,
    status: body.status,
    provider: body.provider,
    externalReference: body.external_reference,
    instructions: body.instructions && {
      qr: body.instructions.qr,
      redirectUrl: body.instructions.redirect_url,
      expiresAt: body.instructions.expires_at,
    },
    refundedAmount: minor(body.refunded_amount),
    chargedBackAmount: minor(body.charged_back_amount),
    failureReason: body.failure_reason,
    metadata: body.metadata,
    version: body.version,
    expiresAt: body.expires_at,
    createdAt: body.created_at,
    paidAt: body.paid_at,
    settledAt: body.settled_at,
  };
}

/** Writes a charge as it is shown. */
export function chargeBodyOf(charge: Charge): ChargeBody {
  const decimal = (amount: bigint) => formatAmount(amount, charge.currency);
  return {
    charge_ref: charge.chargeRef,
    payer_ref: charge.payerRef,
    payee_ref: charge.payeeRef,
    purpose: charge.purpose,
    amount: decimal(charge.amount),
    fee_fixed: decimal(charge.feeFixed),
    fee_percentage: charge.feePercentage,
    fee_amount: decimal(charge.feeAmount),
    net_amount: decimal(charge.netAmount),
    rounding_amount: charge.roundingAmount,
    rounding_strategy: "FLOOR_TO_PLATFORM",
    currency: charge.currency,
    status: charge.status,
    provider: charge.provider,
    external_reference: charge.externalReference,
    instructions: charge.instructions && {
      qr: charge.instructions.qr,
      redirect_url: charge.instructions.redirectUrl,
      expires_at: charge.instructions.expiresAt,
    },
    refunded_amount: decimal(charge.refundedAmount),
    charged_back_amount: decimal(charge.chargedBackAmount),
    failure_reason: charge.failureReason,
    metadata: { ...charge.metadata },
    version: charge.version,
    expires_at: charge.expiresAt,
    created_at: charge.createdAt,
    paid_at: charge.paidAt,
    settled_at: charge.settledAt,
  };
}

/** The minor units of an amount that our own database wrote. */
export function knownAmountOf(text: string, currency: string): bigint {
  const amount = parseAmount(text, currency);
  if (typeof amount === "string")
    throw new Error(`The database wrote an amount that is ${amount}.`);
  return amount;
}
