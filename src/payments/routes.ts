import type { Context } from "hono";
import { maySee } from "../platform/caller.ts";
import { readWithin } from "../platform/json-body.ts";
import { log } from "../platform/log.ts";
import { createRoutes, reply, replyWritten } from "../platform/routes.ts";
import { addCaseRoutes } from "./case-routes.ts";
import { chargeBodyOf, providerNames } from "./charge.ts";
import {
  confirmChargeEndpoint,
  createChargeEndpoint,
  getChargeEndpoint,
  listChargesEndpoint,
  listRefundsEndpoint,
  receiveNotificationEndpoint,
  refundChargeEndpoint,
  settleChargeEndpoint,
} from "./endpoints.ts";
import { paymentProblem } from "./errors.ts";
import { moneyOf } from "./money-of.ts";
import { addOperatorRoutes } from "./operator-routes.ts";
import type { PaymentsEnv } from "./payments-env.ts";
import { addPayoutRoutes } from "./payout-routes.ts";

const maxNotificationBytes = 262_144;

const rarer = addCaseRoutes(addPayoutRoutes(addOperatorRoutes(createRoutes<PaymentsEnv>())));

export const paymentsRoutes = rarer
  .on(receiveNotificationEndpoint, async (c, { params, write }) => {
    const name = providerNames.find((each) => each.toLowerCase() === params.provider);
    if (name === undefined) throw new Error(`${params.provider} passed its schema.`);
    await c.var.payments.limitNotifications(c.req.header("cf-connecting-ip") ?? null);
    const message = { body: await readRawBody(c), headers: c.req.raw.headers };
    const kept = await c.var.payments.takeNotification(name, message);
    await later(c, c.var.payments.processNotification(kept, write.traceparent));
    return reply(receiveNotificationEndpoint, 200, { received: true });
  })
  .on(createChargeEndpoint, async (c, { caller, write, body }) => {
    const payeeRef = body.payee_ref ?? caller.ownerRef;
    if (!maySee(caller, payeeRef)) {
      throw paymentProblem("charge_not_found", "A charge can only be made for yourself.");
    }
    const { result, isReplayed } = await c.var.payments.createCharge(caller, {
      write,
      chargeRef: write.newRef(),
      payerRef: null,
      payeeRef,
      purpose: "PAYMENT",
      money: moneyOf(body.amount, body.currency),
      description: body.description,
      provider: body.provider,
      method: body.method,
    });
    const written = { result: chargeBodyOf(result), isReplayed };
    return replyWritten(createChargeEndpoint, 201, written);
  })
  .on(listChargesEndpoint, async (c, { caller, query }) => {
    const { limit, cursor, ...filters } = query;
    const page = await c.var.payments.listCharges(caller, { filters, limit, cursor });
    const data = page.rows.map(chargeBodyOf);
    return reply(listChargesEndpoint, 200, { data, next_cursor: page.nextCursor });
  })
  .on(getChargeEndpoint, async (c, { caller, params }) => {
    const charge = await c.var.payments.getCharge(caller, params.ref);
    return reply(getChargeEndpoint, 200, chargeBodyOf(charge));
  })
  .on(confirmChargeEndpoint, async (c, { caller, params, write }) => {
    const { chargeRef } = await c.var.payments.getCharge(caller, params.ref);
    const { traceparent } = write;
    const { charge, fault } = await c.var.payments.confirm({ chargeRef, traceparent });
    const result = { charge: chargeBodyOf(charge), fault: fault && { ...fault } };
    return replyWritten(confirmChargeEndpoint, 200, { result, isReplayed: false });
  })
  .on(settleChargeEndpoint, async (c, { caller, params, write }) => {
    const charge = await c.var.payments.settle(caller, { write, chargeRef: params.ref });
    const written = { result: chargeBodyOf(charge), isReplayed: false };
    return replyWritten(settleChargeEndpoint, 200, written);
  })
  .on(refundChargeEndpoint, async (c, { caller, params, write, body }) => {
    // Its currency is the charge's, so the amount can be read only after the charge was.
    const { currency } = await c.var.payments.getCharge(caller, params.ref);
    const written = await c.var.payments.refund(caller, {
      write,
      chargeRef: params.ref,
      amount: body.amount === undefined ? undefined : moneyOf(body.amount, currency).amount,
      reason: body.reason,
    });
    return replyWritten(refundChargeEndpoint, 201, written);
  })
  .on(listRefundsEndpoint, async (c, { caller, params }) => {
    const data = await c.var.payments.listRefunds(caller, params.ref);
    return reply(listRefundsEndpoint, 200, { data });
  });

/** The body as it was signed: byte for byte, and no longer than it may be. */
async function readRawBody(c: Context): Promise<string> {
  return new TextDecoder("utf-8").decode(await readWithin(c.req.raw, maxNotificationBytes));
}

/**
 * Lets the provider go and does the work after the answer. Where nothing outlives an answer the provider waits. What fails
 * is kept and comes again with the schedule, so a provider is never told of it.
 */
async function later(c: Context, work: Promise<void>): Promise<void> {
  const settled = work.catch((error: unknown) => {
    log("error", "notification_failed", { error: error instanceof Error ? error.message : "" });
  });
  const runtime = runtimeOf(c);
  if (runtime) runtime.waitUntil(settled);
  else await settled;
}

function runtimeOf(c: Context): { waitUntil(work: Promise<unknown>): void } | null {
  try {
    return c.executionCtx;
  } catch (error) {
    // Hono says so by a plain error, and nothing else can happen here.
    if (error instanceof Error) return null;
    throw error;
  }
}
