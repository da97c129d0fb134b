import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { amountTextSchema, currencySchema } from "../platform/money.ts";
import { beneficiarySchema } from "./beneficiary.ts";
import { providerNames } from "./charge.ts";
import { payoutSchema, payoutStatuses } from "./payout.ts";

const tag = "Payments";
const refPath = z.object({ ref: refSchema });
const listProblems = ["cursor_invalid", "cursor_filters_changed"] as const;

export const addBeneficiaryEndpoint = endpoint({
  method: "post",
  path: "/v1/payments/beneficiaries",
  operationId: "addBeneficiary",
  tag,
  scope: "payments:write",
  summary: "Add a beneficiary",
  description:
    "An account that your money may be sent to, named by somebody who has just proved who they are, with more than their " +
    "password. Its number is never shown again whole.",
  body: z.strictObject({
    channel_code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,29}$/, "Expected a code such as ID_BCA.")
      .meta({ examples: ["ID_BCA"] }),
    account_number: z.string().regex(/^\d{5,34}$/, "Expected 5 to 34 digits."),
    holder_name: z
      .string()
      .trim()
      .min(1, "At least 1 character.")
      .max(100, "At most 100 characters.")
      .regex(/^[^\p{Cc}\p{Cf}]*$/u, "No control or invisible characters."),
    currency: currencySchema,
  }),
  bodyExample: {
    channel_code: "ID_BCA",
    account_number: "1234567890",
    holder_name: "Sari Dewi",
    currency: "IDR",
  },
  replies: { 201: { description: "The beneficiary.", body: beneficiarySchema } },
  problems: ["beneficiary_exists", "session_required", "step_up_required"],
});

export const listBeneficiariesEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/beneficiaries",
  operationId: "listBeneficiaries",
  tag,
  scope: "payments:read",
  summary: "List beneficiaries",
  description: "Where your money may be sent, newest first.",
  query: z.strictObject({ ...pageQuery }),
  replies: { 200: { description: "A page of them.", body: pageSchema(beneficiarySchema) } },
  problems: listProblems,
});

export const removeBeneficiaryEndpoint = endpoint({
  method: "delete",
  path: "/v1/payments/beneficiaries/{ref}",
  operationId: "removeBeneficiary",
  tag,
  scope: "payments:write",
  summary: "Remove a beneficiary",
  description: "Nothing more is sent there. What is on its way stays on its way.",
  params: refPath,
  body: z.strictObject({}),
  replies: { 200: { description: "It was removed.", body: beneficiarySchema } },
  problems: ["beneficiary_not_found"],
});

export const requestPayoutEndpoint = endpoint({
  method: "post",
  path: "/v1/payments/payouts",
  operationId: "requestPayout",
  tag,
  scope: "payments:write",
  summary: "Send money out",
  description:
    "From your CASH wallet to a beneficiary of yours. The money is promised at once and leaves when it has arrived. " +
    "Somebody who is logged in has proved within five minutes who they are; a key needs no more than its scope.",
  movesMoney: true,
  body: z.strictObject({
    beneficiary_ref: refSchema,
    amount: amountTextSchema,
    currency: currencySchema,
    provider: z.enum(providerNames).optional(),
  }),
  bodyExample: {
    beneficiary_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
    amount: "100000",
    currency: "IDR",
  },
  replies: { 201: { description: "The payout, as far as it has come.", body: payoutSchema } },
  problems: [
    "step_up_required",
    "beneficiary_not_found",
    "beneficiary_currency_differs",
    "provider_not_available",
    "payout_not_found",
    "insufficient_funds",
    "limit_exceeded",
    "wallet_frozen",
    "wallet_closed",
  ],
});

export const getPayoutEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/payouts/{ref}",
  operationId: "getPayout",
  tag,
  scope: "payments:read",
  summary: "Read a payout",
  description: "How far it has come.",
  params: refPath,
  replies: { 200: { description: "The payout.", body: payoutSchema } },
  problems: ["payout_not_found"],
});

export const listPayoutsEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/payouts",
  operationId: "listPayouts",
  tag,
  scope: "payments:read",
  summary: "List payouts",
  description: "Yours, newest first; for operators everybody's.",
  query: z.strictObject({
    status: z.enum(payoutStatuses).optional().meta({ description: "Only payouts that stand so." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of payouts.", body: pageSchema(payoutSchema) } },
  problems: listProblems,
});
