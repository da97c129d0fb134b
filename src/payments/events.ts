import { z } from "zod";
import { actedBySchema, type EventSpec } from "../platform/events.ts";
import { refSchema } from "../platform/ids.ts";
import { beneficiarySchema } from "./beneficiary.ts";
import { caseSchema } from "./case.ts";
import { chargeSchema } from "./charge.ts";
import { payoutSchema } from "./payout.ts";
import { feeRateSchema } from "./stored-fee-rate.ts";

const version = 1;
const chargeData = chargeSchema
  .pick({
    charge_ref: true,
    payer_ref: true,
    payee_ref: true,
    purpose: true,
    amount: true,
    fee_amount: true,
    net_amount: true,
    refunded_amount: true,
    charged_back_amount: true,
    currency: true,
    status: true,
    provider: true,
    version: true,
  })
  .extend({ transaction_ref: refSchema.nullable() });
const payoutData = payoutSchema.omit({ created_at: true, updated_at: true, attempts: true });
const beneficiaryData = z.strictObject({
  beneficiary_ref: beneficiarySchema.shape.beneficiary_ref,
  owner_ref: beneficiarySchema.shape.owner_ref,
});

const charge = (type: `${string}.${string}`, description: string): EventSpec => ({
  type,
  version,
  aggregate: "charge",
  data: chargeData,
  description,
});
const payout = (type: `${string}.${string}`, description: string): EventSpec => ({
  type,
  version,
  aggregate: "payout",
  data: payoutData,
  description,
});

/** What this module announces, each in the commit that made it true. */
export const paymentEvents: readonly EventSpec[] = [
  charge("charge.created", "Somebody is about to pay."),
  charge("payment.processed", "A charge was paid: its money stands in the payee's PENDING wallet."),
  charge("charge.settled", "A charge's money has arrived: it moved to the payee's CASH wallet."),
  charge("charge.failed", "A charge was not paid, and will not be."),
  charge("charge.expired", "A charge was not paid in time."),
  charge("charge.cancelled", "A charge was called off before it was paid."),
  charge("charge.refunded", "Some or all of a charge was given back."),
  charge("charge.charged_back", "A payer's bank took back a charge, or a part of it."),
  charge("charge.chargeback_won", "A payer's bank gave back what it had taken of a charge."),
  payout("payout.requested", "Somebody wants their money sent."),
  payout("payout.held", "A payout's money is promised and can be spent no more."),
  payout("payout.sent", "A provider was asked to send it."),
  payout("payout.completed", "A payout arrived."),
  payout("payout.failed", "A payout was not sent, and its money is free again."),
  payout("payout.reversed", "A payout came back after it had arrived, and so did its money."),
  {
    type: "payment_case.resolved",
    version,
    aggregate: "payment_case",
    data: caseSchema.omit({ fault: true }).extend({ acted_by: actedBySchema }),
    description: "Somebody decided what could not go on by itself.",
  },
  {
    type: "fee_rate.set",
    version,
    aggregate: "fee_rate",
    data: feeRateSchema,
    description: "What is kept of charges changed, for those to come.",
  },
  {
    type: "beneficiary.added",
    version,
    aggregate: "beneficiary",
    data: beneficiaryData,
    description: "Somebody's money may be sent somewhere.",
  },
  {
    type: "beneficiary.removed",
    version,
    aggregate: "beneficiary",
    data: beneficiaryData,
    description: "Nothing more is sent there.",
  },
];
