import { describeAmountFault, parseAmount } from "../platform/money.ts";
import { type Routes, reply, replyWritten } from "../platform/routes.ts";
import { validationProblem } from "../platform/validation.ts";
import {
  getNotificationEndpoint,
  listFeeRatesEndpoint,
  listNotificationsEndpoint,
  listReceivablesEndpoint,
  resolveNotificationEndpoint,
  setFeeRateEndpoint,
} from "./operator-endpoints.ts";
import type { PaymentsEnv } from "./payments-env.ts";

/** The routes of those who look after money that is on its way. */
export function addOperatorRoutes(routes: Routes<PaymentsEnv>): Routes<PaymentsEnv> {
  return routes
    .on(listNotificationsEndpoint, async (c, { query }) => {
      const { limit, cursor, ...filters } = query;
      const page = await c.var.payments.listNotifications({ filters, limit, cursor });
      const data = [...page.rows];
      return reply(listNotificationsEndpoint, 200, { data, next_cursor: page.nextCursor });
    })
    .on(getNotificationEndpoint, async (c, { params }) => {
      const found = await c.var.payments.getNotification(params.ref);
      return reply(getNotificationEndpoint, 200, found);
    })
    .on(resolveNotificationEndpoint, async (c, { caller, write, params, body }) => {
      const written = await c.var.payments.resolveNotification(caller, {
        write,
        notificationRef: params.ref,
        resolution: body.resolution,
      });
      return replyWritten(resolveNotificationEndpoint, 200, written);
    })
    .on(listFeeRatesEndpoint, async (c, { query: { limit, cursor } }) => {
      const page = await c.var.payments.listFeeRates({ limit, cursor });
      const data = [...page.rows];
      return reply(listFeeRatesEndpoint, 200, { data, next_cursor: page.nextCursor });
    })
    .on(setFeeRateEndpoint, async (c, { caller, write, body }) => {
      const written = await c.var.payments.setFeeRate(caller, {
        write,
        payeeRef: body.payee_ref,
        provider: body.provider,
        currency: body.currency,
        feeFixed: fixedFeeOf(body.fee_fixed, body.currency),
        feePercentage: body.fee_percentage,
      });
      return replyWritten(setFeeRateEndpoint, 200, written);
    })
    .on(listReceivablesEndpoint, async (c, { caller, query }) => {
      const { is_open, limit, cursor } = query;
      const input = { isOpen: is_open === "true", limit, cursor };
      const page = await c.var.payments.listReceivables(caller, input);
      const data = [...page.rows];
      return reply(listReceivablesEndpoint, 200, { data, next_cursor: page.nextCursor });
    });
}

function fixedFeeOf(text: string, currency: string): bigint {
  const amount = parseAmount(text, currency);
  if (typeof amount === "bigint") return amount;
  const message = describeAmountFault(amount, currency);
  throw validationProblem([{ in: "body", pointer: "/fee_fixed", message }]);
}
