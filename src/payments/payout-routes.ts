import { type Routes, reply, replyWritten } from "../platform/routes.ts";
import { moneyOf } from "./money-of.ts";
import type { PaymentsEnv } from "./payments-env.ts";
import {
  addBeneficiaryEndpoint,
  getPayoutEndpoint,
  listBeneficiariesEndpoint,
  listPayoutsEndpoint,
  removeBeneficiaryEndpoint,
  requestPayoutEndpoint,
} from "./payout-endpoints.ts";

/** The routes of money that goes out. */
export function addPayoutRoutes(routes: Routes<PaymentsEnv>): Routes<PaymentsEnv> {
  return routes
    .on(addBeneficiaryEndpoint, async (c, { caller, write, body }) => {
      const written = await c.var.payments.addBeneficiary(caller, {
        write,
        channelCode: body.channel_code,
        accountNumber: body.account_number,
        holderName: body.holder_name,
        currency: body.currency,
      });
      return replyWritten(addBeneficiaryEndpoint, 201, written);
    })
    .on(listBeneficiariesEndpoint, async (c, { caller, query: { limit, cursor } }) => {
      const page = await c.var.payments.listBeneficiaries(caller, { limit, cursor });
      const data = [...page.rows];
      return reply(listBeneficiariesEndpoint, 200, { data, next_cursor: page.nextCursor });
    })
    .on(removeBeneficiaryEndpoint, async (c, { caller, write, params }) => {
      const beneficiaryRef = params.ref;
      const written = await c.var.payments.removeBeneficiary(caller, { write, beneficiaryRef });
      return replyWritten(removeBeneficiaryEndpoint, 200, written);
    })
    .on(requestPayoutEndpoint, async (c, { caller, write, body }) => {
      const written = await c.var.payments.requestPayout(caller, {
        write,
        beneficiaryRef: body.beneficiary_ref,
        money: moneyOf(body.amount, body.currency),
        provider: body.provider,
      });
      return replyWritten(requestPayoutEndpoint, 201, written);
    })
    .on(listPayoutsEndpoint, async (c, { caller, query }) => {
      const { limit, cursor, ...filters } = query;
      const page = await c.var.payments.listPayouts(caller, { filters, limit, cursor });
      const data = [...page.rows];
      return reply(listPayoutsEndpoint, 200, { data, next_cursor: page.nextCursor });
    })
    .on(getPayoutEndpoint, async (c, { caller, params }) => {
      const payout = await c.var.payments.getPayout(caller, params.ref);
      return reply(getPayoutEndpoint, 200, payout);
    });
}
