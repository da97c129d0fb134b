import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { amountTextSchema, currencySchema } from "../platform/money.ts";
import { providerNames } from "./charge.ts";
import { notificationSchema, notificationStatuses, rawNotificationSchema } from "./notification.ts";
import { receivableSchema } from "./receivable.ts";
import { resolutions } from "./resolutions.ts";
import { feePercentageSchema, feeRateSchema } from "./stored-fee-rate.ts";

const tag = "Payments";
const listProblems = ["cursor_invalid", "cursor_filters_changed"] as const;

export const listNotificationsEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/notifications",
  operationId: "listNotifications",
  tag,
  scope: "payments:operate",
  summary: "List providers' notifications",
  description: "Newest first; `status=QUARANTINED` are those that somebody has to look at.",
  query: z.strictObject({
    status: z
      .enum(notificationStatuses)
      .optional()
      .meta({ description: "Only notifications that stand so." }),
    provider: z.enum(providerNames).optional().meta({ description: "Only this provider's." }),
    subject_ref: refSchema
      .optional()
      .meta({ description: "Only those that name this charge or payout." }),
    ...pageQuery,
  }),
  replies: {
    200: { description: "A page of notifications.", body: pageSchema(notificationSchema) },
  },
  problems: listProblems,
});

export const getNotificationEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/notifications/{ref}",
  operationId: "getNotification",
  tag,
  scope: "payments:operate",
  summary: "Read a notification as it came",
  description:
    "With its body, which may hold somebody's name: read it to find out what went wrong. Those that were dealt with are " +
    "forgotten after half a year.",
  params: z.object({ ref: refSchema }),
  replies: { 200: { description: "The notification.", body: rawNotificationSchema } },
  problems: ["notification_not_found"],
});

export const resolveNotificationEndpoint = endpoint({
  method: "post",
  path: "/v1/payments/notifications/{ref}/resolve",
  operationId: "resolveNotification",
  tag,
  scope: "payments:operate",
  summary: "Resolve a quarantined notification",
  description:
    "RETRY asks the provider again, ACCEPT_LATE takes money that came after the charge had ended or was charged back, DISMISS puts it aside.",
  params: z.object({ ref: refSchema }),
  body: z.strictObject({ resolution: z.enum(resolutions) }),
  bodyExample: { resolution: "RETRY" },
  replies: { 200: { description: "The notification.", body: notificationSchema } },
  problems: ["notification_not_found", "notification_not_quarantined"],
});

export const listFeeRatesEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/fee-rates",
  operationId: "listFeeRates",
  tag,
  scope: "payments:operate",
  summary: "List fee rates",
  description: "The rate that names payee and provider counts before one that names fewer.",
  query: z.strictObject({ ...pageQuery }),
  replies: { 200: { description: "A page of rates.", body: pageSchema(feeRateSchema) } },
  problems: listProblems,
});

export const setFeeRateEndpoint = endpoint({
  method: "put",
  path: "/v1/payments/fee-rates",
  operationId: "setFeeRate",
  tag,
  scope: "payments:operate",
  summary: "Set a fee rate",
  description: "For charges from now on. Without a payee it is for everybody.",
  body: z.strictObject({
    payee_ref: refSchema.nullable().default(null),
    provider: z.enum(providerNames).nullable().default(null),
    currency: currencySchema,
    fee_fixed: amountTextSchema.default("0"),
    fee_percentage: feePercentageSchema.default("0"),
  }),
  bodyExample: { currency: "USD", fee_fixed: "0.30", fee_percentage: "0.0500" },
  replies: { 200: { description: "The rate.", body: feeRateSchema } },
  problems: [],
});

export const listReceivablesEndpoint = endpoint({
  method: "get",
  path: "/v1/payments/receivables",
  operationId: "listReceivables",
  tag,
  scope: "payments:read",
  summary: "List what is owed",
  description:
    "What you owe the platform because money was given back that you no longer had; for operators everybody's debts.",
  query: z.strictObject({
    is_open: z.enum(["true", "false"]).default("false").meta({
      description: "Only what is not collected yet.",
    }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of debts.", body: pageSchema(receivableSchema) } },
  problems: listProblems,
});
