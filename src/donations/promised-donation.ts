import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { donationQuoteSchema } from "./donation-quote.ts";

export const donationStates = [
  "AWAITING_PAYMENT",
  "PAID",
  "IN_REVIEW",
  "SHOWN",
  "NOT_SHOWN",
  "REFUNDED",
  "NOT_PAID",
] as const;

/** How a charge ends of which nothing was taken. */
export const unpaidReasons = ["FAILED", "EXPIRED", "CANCELLED"] as const;

const state = z.enum(donationStates).meta({
  description:
    "IN_REVIEW: paid, and somebody looks at it first. NOT_PAID: it expired, failed or was cancelled, and nothing was taken.",
});

/** A donation that was promised, and how it is paid. */
export const promisedDonationSchema = z.strictObject({
  donation_ref: refSchema,
  watch_token: z.string().meta({
    description:
      "Shows the donor what becomes of it. Whoever has it sees the state and nothing else.",
  }),
  state,
  ...donationQuoteSchema.shape,
  qr: z.string().nullable().meta({ description: "What to show as a QR code, for QRIS." }),
  redirect_url: z.string().nullable().meta({ description: "Where to pay otherwise." }),
  pay_until: momentSchema.nullable(),
  created_at: momentSchema,
});

export type PromisedDonation = z.output<typeof promisedDonationSchema>;

/** What a donor is told of what became of it. */
export const donationStateSchema = z.strictObject({
  donation_ref: refSchema,
  state,
  amount: z.string(),
  currency: z.string(),
  unpaid_because: z.enum(unpaidReasons).nullable().meta({
    description: "Why it is NOT_PAID: it was declined, its time was over, or it was cancelled.",
  }),
  paid_at: momentSchema.nullable(),
  played_at: momentSchema.nullable(),
});

export type DonationState = z.output<typeof donationStateSchema>;
