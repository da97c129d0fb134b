import { parseAmount } from "../platform/money.ts";
import { type Routes, type RouteVariables, reply, replyWritten } from "../platform/routes.ts";
import {
  createBalanceMonitorEndpoint,
  deleteBalanceMonitorEndpoint,
  getBalanceMonitorEndpoint,
  listBalanceMonitorsEndpoint,
} from "./monitor-endpoints.ts";
import type { WebhooksService } from "./service.ts";

type MonitorEnv = { Variables: RouteVariables & { webhooks: WebhooksService } };

export function addMonitorRoutes<E extends MonitorEnv>(routes: Routes<E>): Routes<E> {
  return routes
    .on(createBalanceMonitorEndpoint, async (c, { caller, write, body }) => {
      const written = await c.var.webhooks.createMonitor(caller, {
        write,
        walletRef: body.wallet_ref,
        measure: body.measure,
        operator: body.operator,
        threshold: checkedAmount(body.threshold, body.currency),
        hysteresis: checkedAmount(body.hysteresis, body.currency),
        currency: body.currency,
      });
      const location = `/v1/webhooks/balance-monitors/${written.result.monitor_ref}`;
      return replyWritten(createBalanceMonitorEndpoint, 201, written, { Location: location });
    })
    .on(listBalanceMonitorsEndpoint, async (c, { caller, query }) => {
      const { wallet_ref: walletRef, limit, cursor } = query;
      const page = await c.var.webhooks.listMonitors(caller, { walletRef, limit, cursor });
      return reply(listBalanceMonitorsEndpoint, 200, {
        data: [...page.rows],
        next_cursor: page.nextCursor,
      });
    })
    .on(getBalanceMonitorEndpoint, async (c, { caller, params }) =>
      reply(getBalanceMonitorEndpoint, 200, await c.var.webhooks.getMonitor(caller, params.ref)),
    )
    .on(deleteBalanceMonitorEndpoint, async (c, { caller, write, params }) => {
      const written = await c.var.webhooks.deleteMonitor(caller, {
        write,
        monitorRef: params.ref,
      });
      return replyWritten(deleteBalanceMonitorEndpoint, 200, written);
    });
}

function checkedAmount(text: string, currency: string): bigint {
  const amount = parseAmount(text, currency);
  if (typeof amount === "string") throw new Error(`An unchecked amount came through: ${amount}.`);
  return amount;
}
