import { type Routes, reply, replyWritten } from "../platform/routes.ts";
import {
  getReconciliationEndpoint,
  listCasesEndpoint,
  resolveCaseEndpoint,
} from "./case-endpoints.ts";
import type { PaymentsEnv } from "./payments-env.ts";

/** The routes of what goes on only by somebody's decision. */
export function addCaseRoutes(routes: Routes<PaymentsEnv>): Routes<PaymentsEnv> {
  return routes
    .on(listCasesEndpoint, async (c, { query }) => {
      const { is_open, kind, limit, cursor } = query;
      const filters = { is_open: is_open === "true", kind };
      const page = await c.var.payments.listCases({ filters, limit, cursor });
      const data = [...page.rows];
      return reply(listCasesEndpoint, 200, { data, next_cursor: page.nextCursor });
    })
    .on(resolveCaseEndpoint, async (c, { caller, write, params, body }) => {
      const written = await c.var.payments.resolveCase(caller, {
        write,
        caseRef: params.ref,
        resolution: body.resolution,
        walletRef: body.wallet_ref,
        externalReference: body.external_reference,
        amount: body.amount,
      });
      return replyWritten(resolveCaseEndpoint, 200, written);
    })
    .on(getReconciliationEndpoint, async (c) => {
      const counts = await c.var.payments.getReconciliation();
      return reply(getReconciliationEndpoint, 200, counts);
    });
}
