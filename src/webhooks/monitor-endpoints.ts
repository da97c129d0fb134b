import { z } from "zod";
import { endpoint, locationHeader } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import {
  amountTextSchema,
  currencySchema,
  describeAmountFault,
  parseAmount,
} from "../platform/money.ts";
import { balanceMonitorSchema, measures, operators } from "./balance-monitor.ts";
import { refPath } from "./endpoints.ts";

const tag = "Balance monitors";

const monitorBody = z
  .strictObject({
    wallet_ref: refSchema,
    measure: z.enum(measures),
    operator: z.enum(operators),
    threshold: amountTextSchema,
    hysteresis: amountTextSchema.default("0").meta({
      description:
        "How far beyond the threshold the value has to go back before the monitor may trigger again.",
    }),
    currency: currencySchema,
  })
  .superRefine((body, context) => {
    for (const name of ["threshold", "hysteresis"] as const) {
      const amount = parseAmount(body[name], body.currency);
      if (typeof amount === "bigint") continue;
      const message = describeAmountFault(amount, body.currency);
      context.addIssue({ code: "custom", path: [name], message });
    }
    if (body.operator !== "=" || /^0(\.0*)?$/.test(body.hysteresis)) return;
    const message = "A value that has to be equal is away from it at once; leave this out.";
    context.addIssue({ code: "custom", path: ["hysteresis"], message });
  });

export const createBalanceMonitorEndpoint = endpoint({
  tag,
  scope: "webhooks:write",
  method: "post",
  path: "/v1/webhooks/balance-monitors",
  operationId: "createBalanceMonitor",
  summary: "Watch a wallet",
  description:
    "Announces `balance_monitor.triggered` whenever what the wallet holds comes to meet the condition, and not again " +
    "before it has gone back by the hysteresis. It is looked at when events tell of the wallet, a moment after the " +
    "money has moved: to refuse a transaction, set a limit instead.",
  body: monitorBody,
  bodyExample: {
    wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
    measure: "AVAILABLE",
    operator: "<",
    threshold: "10000",
    hysteresis: "5000",
    currency: "IDR",
  },
  replies: {
    201: { description: "The monitor.", body: balanceMonitorSchema, headers: locationHeader },
  },
  problems: [
    "monitored_wallet_not_found",
    "monitor_currency_differs",
    "platform_wallet_unwatchable",
    "balance_monitor_limit_reached",
  ],
});

export const listBalanceMonitorsEndpoint = endpoint({
  tag,
  scope: "webhooks:read",
  method: "get",
  path: "/v1/webhooks/balance-monitors",
  operationId: "listBalanceMonitors",
  summary: "List balance monitors",
  description: "Newest first. An operator sees everybody's.",
  query: z.strictObject({
    wallet_ref: refSchema.optional().meta({ description: "Only monitors of this wallet." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of monitors.", body: pageSchema(balanceMonitorSchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
});

export const getBalanceMonitorEndpoint = endpoint({
  tag,
  scope: "webhooks:read",
  method: "get",
  path: "/v1/webhooks/balance-monitors/{ref}",
  operationId: "getBalanceMonitor",
  summary: "Read a balance monitor",
  description: "With what it saw last, and when it triggered last.",
  params: refPath,
  replies: { 200: { description: "The monitor.", body: balanceMonitorSchema } },
  problems: ["balance_monitor_not_found"],
});

export const deleteBalanceMonitorEndpoint = endpoint({
  tag,
  scope: "webhooks:write",
  method: "delete",
  path: "/v1/webhooks/balance-monitors/{ref}",
  operationId: "deleteBalanceMonitor",
  summary: "Watch a wallet no longer",
  description: "Ends the monitor for ever.",
  params: refPath,
  body: z.strictObject({}),
  replies: { 200: { description: "The monitor as it ended.", body: balanceMonitorSchema } },
  problems: ["balance_monitor_not_found"],
});
