import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { amountTextSchema } from "../platform/money.ts";
import { caseKinds, caseSchema } from "./case.ts";
import { reconciliationSchema } from "./reconciliation.ts";
import { caseResolutions } from "./resolutions.ts";

const tag = "Payments";

export const listCasesEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/cases",
  operationId: "listCases",
  tag,
  scope: "payments:operate",
  summary: "List what waits for a decision",
  description:
    "Postings that the ledger refuses, refunds and payouts that were never answered, and differences between what is " +
    "written down and what the ledger or the provider says. Newest first.",
  query: z.strictObject({
    is_open: z.enum(["true", "false"]).default("true").meta({
      description: "Only what nobody has decided yet.",
    }),
    kind: z.enum(caseKinds).optional().meta({ description: "Only cases of this kind." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of cases.", body: pageSchema(caseSchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
});

export const resolveCaseEndpoint = endpoint({
  method: "post",
  path: "/v1/payments/cases/{ref}/resolve",
  operationId: "resolveCase",
  tag,
  scope: "payments:operate",
  summary: "Decide a case",
  description:
    "RETRY does it again, or compares again. REDIRECT sends what a charge brought in, or its settlement, to the wallet of " +
    "`wallet_ref`; whatever is later settled or given back of the charge is taken from there. CONFIRM says what was seen at " +
    "the provider: that a payout arrived, under its `external_reference`, or which `amount` a payer's bank has taken. GIVE_UP " +
    "leaves a refused settlement where it is until somebody settles the charge, ends a refund, or gives a payout's promise " +
    "back: only where the provider has said elsewhere that it was not done. RETRY does not send again what may have been " +
    "sent a day ago. DISMISS puts a difference aside until it is another one.",
  params: z.object({ ref: refSchema }),
  body: z.strictObject({
    resolution: z.enum(caseResolutions),
    wallet_ref: refSchema.optional().meta({ description: "For REDIRECT: where the money goes." }),
    external_reference: z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/, "Expected 1 to 100 visible ASCII characters.")
      .optional()
      .meta({ description: "For CONFIRM of a payout: how the provider calls it." }),
    amount: amountTextSchema.optional().meta({
      description:
        "For CONFIRM of a chargeback: how much the bank has taken, of all times together.",
    }),
  }),
  bodyExample: { resolution: "RETRY" },
  replies: { 200: { description: "The case.", body: caseSchema } },
  problems: [
    "case_not_found",
    "case_closed",
    "resolution_not_possible",
    "redirect_splits_charge",
    "wallet_not_found",
    "wallet_cannot_take",
    "evidence_missing",
    "external_reference_differs",
    "payout_not_arrived",
  ],
});

export const getReconciliationEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/reconciliation",
  operationId: "getPaymentReconciliation",
  tag,
  scope: "payments:operate",
  summary: "Count what does not agree",
  description:
    "Charges and payouts are compared with their transactions and with their providers again and again, for half a year. " +
    "What does not agree is a case.",
  replies: { 200: { description: "The counts.", body: reconciliationSchema } },
  problems: [],
});
