import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { amountTextSchema, currencySchema } from "../platform/money.ts";
import { chargeSchema, chargeStatuses, providerNames } from "./charge.ts";
import { refundSchema } from "./refund.ts";

const tag = "Payments";
const chargePath = z.object({ ref: refSchema });

/** A path's provider is written in lower case, as addresses are. */
const providerPath = z.object({
  provider: z
    .enum(["sandbox", "midtrans", "xendit", "stripe"])
    .meta({ examples: ["sandbox"], description: "Which provider sends it." }),
});

export const receiveNotificationEndpoint = endpoint({
  method: "post",
  path: "/v1/payments/providers/{provider}/notifications",
  operationId: "receiveNotification",
  tag,
  scope: "public",
  summary: "Take a provider's notification",
  description:
    "For payment providers alone. The body is kept as it came and its signature checked as that provider signs; then the " +
    "provider is asked itself before any money moves, so what the body claims never counts.",
  params: providerPath,
  takesRawBody: true,
  replies: {
    200: { description: "It was kept.", body: z.strictObject({ received: z.literal(true) }) },
  },
  problems: ["signature_invalid", "provider_not_available", "rate_limited", "limiter_unavailable"],
});

export const createChargeEndpoint = endpoint({
  method: "post",
  path: "/v1/payments/charges",
  operationId: "createCharge",
  tag,
  scope: "payments:write",
  summary: "Ask somebody to pay",
  description:
    "Asks a provider to take money for a payee. The reply says what the payer has to do: scan a code, or go to a page. " +
    "An operator may name another payee; everybody else is their own.",
  movesMoney: true,
  body: z.strictObject({
    payee_ref: refSchema.optional().meta({ description: "Who gets the money; you." }),
    amount: amountTextSchema,
    currency: currencySchema,
    description: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .meta({ examples: ["Invoice 1042"] }),
    provider: z.enum(providerNames).optional(),
    method: z.enum(["QR", "PAGE"]).default("QR").meta({
      description: "QR shows a code to scan, PAGE goes to a page of the provider's.",
    }),
  }),
  bodyExample: {
    amount: "25000",
    currency: "IDR",
    description: "Invoice 1042",
  },
  replies: { 201: { description: "The charge waits to be paid.", body: chargeSchema } },
  problems: [
    "charge_exists",
    "charge_not_found",
    "charge_too_small",
    "provider_not_available",
    "provider_refused",
    "provider_unavailable",
  ],
});

export const getChargeEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/charges/{ref}",
  operationId: "getCharge",
  tag,
  scope: "payments:read",
  summary: "Read a charge",
  description: "For its payee, its payer and operators.",
  params: chargePath,
  replies: { 200: { description: "The charge.", body: chargeSchema } },
  problems: ["charge_not_found"],
});

export const listChargesEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/charges",
  operationId: "listCharges",
  tag,
  scope: "payments:read",
  summary: "List charges",
  description: "What you were or are to be paid, newest first; for operators everybody's.",
  query: z.strictObject({
    payee_ref: refSchema.optional().meta({ description: "Only charges for this payee." }),
    status: z.enum(chargeStatuses).optional().meta({ description: "Only charges that stand so." }),
    provider: z.enum(providerNames).optional().meta({ description: "Only this provider's." }),
    external_reference: z
      .string()
      .max(100)
      .optional()
      .meta({ description: "Only the charge that its provider knows by this." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of charges.", body: pageSchema(chargeSchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
});

export const confirmChargeEndpoint = endpoint({
  method: "post",
  path: "/v1/payments/charges/{ref}/confirm",
  operationId: "confirmCharge",
  tag,
  scope: "payments:operate",
  summary: "Ask the provider now",
  description: "Asks the provider how the charge stands, and brings it there.",
  params: chargePath,
  body: z.strictObject({}),
  replies: {
    200: {
      description: "The charge, and what does not agree, if anything.",
      body: z.strictObject({
        charge: chargeSchema,
        fault: z.looseObject({ code: z.string() }).nullable(),
      }),
    },
  },
  problems: ["charge_not_found", "provider_not_available", "provider_unavailable"],
});

export const settleChargeEndpoint = endpoint({
  method: "post",
  path: "/v1/payments/charges/{ref}/settle",
  operationId: "settleCharge",
  tag,
  scope: "payments:operate",
  summary: "Settle a charge by a report",
  description:
    "For providers that tell of settlement in their reports alone: the money moves from the payee's PENDING wallet to CASH.",
  params: chargePath,
  body: z.strictObject({}),
  replies: { 200: { description: "The charge is settled.", body: chargeSchema } },
  problems: [
    "charge_not_found",
    "charge_not_settleable",
    "provider_not_available",
    "provider_unavailable",
  ],
});

export const refundChargeEndpoint = endpoint({
  method: "post",
  path: "/v1/payments/charges/{ref}/refunds",
  operationId: "refundCharge",
  tag,
  scope: "payments:operate",
  summary: "Give a charge back",
  description:
    "All of it or a part. Payee and platform give back their shares; what the payee no longer has, they owe.",
  movesMoney: true,
  params: chargePath,
  body: z.strictObject({
    amount: amountTextSchema.optional().meta({ description: "All that is left when left out." }),
    reason: z.string().trim().min(1).max(200).optional(),
  }),
  bodyExample: { amount: "5000" },
  replies: { 201: { description: "The refund.", body: refundSchema } },
  problems: [
    "charge_not_found",
    "charge_not_refundable",
    "refund_exceeds_charge",
    "provider_not_available",
    "provider_unavailable",
  ],
});

export const listRefundsEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/charges/{ref}/refunds",
  operationId: "listRefunds",
  tag,
  scope: "payments:read",
  summary: "List a charge's refunds",
  description: "The first one first.",
  params: chargePath,
  replies: {
    200: { description: "The refunds.", body: z.strictObject({ data: z.array(refundSchema) }) },
  },
  problems: ["charge_not_found"],
});
