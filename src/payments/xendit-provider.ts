import { z } from "zod";
import {
  basicAuthOf,
  callProvider,
  type Fetch,
  isSameText,
  jsonHeaders,
  type ProviderAnswer,
  parseJson,
  refused,
  unavailable,
} from "./call-provider.ts";
import type { ChargeStatus } from "./charge.ts";
import type {
  ChargeOrder,
  ObservedCharge,
  ObservedPayout,
  PaymentProvider,
  ProviderInstructions,
  SignedMessage,
} from "./payment-provider.ts";
import { providerAmountOf, wholeUnitsOf } from "./provider-amount-of.ts";

export type XenditSettings = {
  readonly url: string;
  readonly secretKey: string;
  readonly callbackToken: string;
};

const provider = "XENDIT";
const apiVersion = "2024-11-11";

const requestSchema = z.looseObject({
  payment_request_id: z.string(),
  reference_id: z.string(),
  status: z.string(),
  request_amount: z.number(),
  currency: z.string(),
  failure_code: z.string().nullish(),
  actions: z
    .array(
      z.looseObject({ type: z.string(), descriptor: z.string().optional(), value: z.string() }),
    )
    .default([]),
});

const refundsSchema = z.object({
  data: z.array(z.looseObject({ amount: z.number(), status: z.string() })),
});

const payoutSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  failure_code: z.string().nullish(),
});

const notificationSchema = z.object({
  event: z.string(),
  data: z.looseObject({
    id: z.string().optional(),
    payment_id: z.string().optional(),
    payment_request_id: z.string().optional(),
    reference_id: z.string().optional(),
    status: z.string().optional(),
  }),
});

/** Xendit's payments of version 3 and payouts of version 2. */
export function xenditProvider(settings: XenditSettings, fetch: Fetch): PaymentProvider {
  const ask = askerOf(settings, fetch);
  return {
    name: provider,
    createCharge: (order) => createRequest(ask, order),
    readCharge: async ({ externalReference }) =>
      externalReference === null ? null : readRequest(ask, externalReference),
    refundCharge: async ({ externalReference, refundRef, amount, currency }) => {
      const refund = {
        payment_request_id: externalReference,
        reference_id: refundRef,
        amount: wholeUnitsOf(amount, currency),
        currency,
        reason: "REQUESTED_BY_CUSTOMER",
      };
      const { status, json } = await ask("POST", "/refunds", refund, refundRef);
      if (status >= 400) throw refused(provider, codeOf(json));
    },
    hear: async (message) => hear(message, settings.callbackToken),
    findCharge: null,
    payouts: payoutsOf(ask),
  };
}

type Ask = (
  method: "GET" | "POST",
  path: string,
  input?: unknown,
  idempotencyKey?: string,
) => Promise<ProviderAnswer>;

function askerOf({ url, secretKey }: XenditSettings, fetch: Fetch): Ask {
  const standing = { ...jsonHeaders, ...basicAuthOf(secretKey), "api-version": apiVersion };
  return (method, path, input, idempotencyKey) =>
    callProvider(fetch, {
      provider,
      method,
      url: `${url}${path}`,
      headers: {
        ...standing,
        ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
      },
      body: input === undefined ? undefined : JSON.stringify(input),
    });
}

async function createRequest(ask: Ask, order: ChargeOrder): Promise<ProviderInstructions> {
  const amount = wholeUnitsOf(order.amount, order.currency);
  if (amount === null || order.currency !== "IDR") throw refused(provider, "currency");
  const wanted = {
    reference_id: order.chargeRef,
    type: "PAY",
    country: "ID",
    currency: order.currency,
    request_amount: amount,
    capture_method: "AUTOMATIC",
    channel_code: "QRIS",
    // Its QR codes can be paid for 48 hours, whatever we would rather have.
    channel_properties: {},
    description: order.description,
  };
  const { status, json } = await ask("POST", "/v3/payment_requests", wanted, order.chargeRef);
  if (status >= 400) throw refused(provider, codeOf(json));
  const request = understood(requestSchema, json);
  const actionOf = (type: string) => request.actions.find((each) => each.type === type)?.value;
  return {
    externalReference: request.payment_request_id,
    qr: actionOf("PRESENT_TO_CUSTOMER") ?? null,
    redirectUrl: actionOf("REDIRECT_CUSTOMER") ?? null,
  };
}

async function readRequest(ask: Ask, requestId: string): Promise<ObservedCharge | null> {
  const { status, json } = await ask("GET", `/v3/payment_requests/${requestId}`);
  if (status === 404) return null;
  const request = understood(requestSchema, json);
  const amount = providerAmountOf(request.request_amount, request.currency) ?? -1n;
  const isPaid = statusOf(request.status) === "PAID";
  const refunded = isPaid ? await refundedOf(ask, request) : 0n;
  return {
    chargeRef: request.reference_id,
    externalReference: request.payment_request_id,
    status: refundedStatusOf(statusOf(request.status), amount, refunded),
    amount,
    currency: request.currency,
    refundedAmount: refunded,
    // Who scans a code cannot call their bank about it, and its payment requests know no such state.
    chargedBackAmount: null,
    // That it was settled stands in its reports alone.
    isSettled: false,
    asksAgain: false,
    failureReason: request.failure_code ?? null,
  };
}

async function refundedOf(
  ask: Ask,
  { payment_request_id, currency }: z.output<typeof requestSchema>,
): Promise<bigint> {
  const { status, json } = await ask("GET", `/refunds?payment_request_id=${payment_request_id}`);
  if (status >= 400) throw unavailable(provider, `Xendit answered ${status} about refunds.`);
  return understood(refundsSchema, json)
    .data.filter((refund) => refund.status === "SUCCEEDED")
    .reduce((sum, { amount }) => sum + (providerAmountOf(amount, currency) ?? 0n), 0n);
}

function payoutsOf(ask: Ask): PaymentProvider["payouts"] {
  return {
    send: async (order) => {
      const wanted = {
        reference_id: order.payoutRef,
        channel_code: order.channelCode,
        channel_properties: {
          account_number: order.accountNumber,
          account_holder_name: order.holderName,
        },
        amount: wholeUnitsOf(order.amount, order.currency),
        currency: order.currency,
        description: `Payout ${order.payoutRef}`,
      };
      const { status, json } = await ask("POST", "/v2/payouts", wanted, order.payoutRef);
      if (status >= 400) throw refused(provider, codeOf(json));
      return { externalReference: understood(payoutSchema, json).id };
    },
    read: async ({ externalReference }) => {
      const { status, json } = await ask("GET", `/v2/payouts/${externalReference}`);
      return status === 404 ? null : observedPayoutOf(understood(payoutSchema, json));
    },
  };
}

const statuses: Readonly<Record<string, ChargeStatus>> = {
  SUCCEEDED: "PAID",
  FAILED: "FAILED",
  EXPIRED: "EXPIRED",
  CANCELED: "CANCELLED",
};

function statusOf(status: string): ChargeStatus {
  return statuses[status] ?? "PENDING";
}

function refundedStatusOf(status: ChargeStatus, amount: bigint, refunded: bigint): ChargeStatus {
  if (refunded === 0n) return status;
  return refunded >= amount ? "REFUNDED" : "PARTIALLY_REFUNDED";
}

function observedPayoutOf(payout: z.output<typeof payoutSchema>): ObservedPayout {
  const failureReason = payout.failure_code ?? null;
  switch (payout.status) {
    case "SUCCEEDED":
      return { status: "COMPLETED", failureReason: null };
    case "FAILED":
    case "CANCELLED":
      return { status: "FAILED", failureReason };
    case "REVERSED":
      return { status: "REVERSED", failureReason };
    default:
      return { status: "SENT", failureReason: null };
  }
}

/** The token is a password that comes along and signs nothing, so nothing in the body is proven by it. */
function hear({ body, headers }: SignedMessage, callbackToken: string) {
  if (!isSameText(headers.get("x-callback-token") ?? "", callbackToken)) return null;
  const parsed = notificationSchema.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { event, data } = parsed.data;
  const theirs = data.payment_request_id ?? data.id ?? null;
  const named = data.payment_id ?? data.id ?? data.payment_request_id ?? "";
  if (event.startsWith("payout.")) {
    return {
      eventKey: `${event}:${named}`,
      subject: "PAYOUT" as const,
      subjectRef: data.reference_id ?? null,
      externalReference: theirs,
    };
  }
  const isCharge = event.startsWith("payment.") || event.startsWith("payment_request.");
  const isRefund = event.startsWith("refund.");
  return {
    eventKey: `${event}:${named}:${data.status ?? ""}`,
    subject: isCharge || isRefund ? ("CHARGE" as const) : ("OTHER" as const),
    // A refund's reference is the refund's own.
    subjectRef: isCharge ? (data.reference_id ?? null) : null,
    externalReference: theirs,
  };
}

function codeOf(json: unknown): unknown {
  return z.object({ error_code: z.string() }).safeParse(json).data?.error_code;
}

function understood<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw unavailable(provider, "Xendit answered something else than it should.");
}
