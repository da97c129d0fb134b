import { z } from "zod";
import type { Clock } from "../platform/clock.ts";
import { formatAmount } from "../platform/money.ts";
import {
  callProvider,
  type Fetch,
  hmacSha256Of,
  isSameText,
  jsonHeaders,
  parseJson,
  refused,
  unavailable,
} from "./call-provider.ts";
import { chargeStatuses } from "./charge.ts";
import type { ObservedCharge, PaymentProvider, SignedMessage } from "./payment-provider.ts";
import { providerAmountOf } from "./provider-amount-of.ts";

export type SandboxSettings = { readonly url: string; readonly secret: string };

const provider = "SANDBOX";
const toleranceSeconds = 300;

const chargeSchema = z.object({
  id: z.string(),
  reference: z.string(),
  amount: z.string(),
  currency: z.string(),
  status: z.enum(chargeStatuses),
  refunded_amount: z.string(),
  charged_back_amount: z.string(),
  settled: z.boolean(),
  failure_reason: z.string().nullable(),
  qr_string: z.string(),
  pay_url: z.string(),
});

const payoutSchema = z.object({
  id: z.string(),
  status: z.enum(["SENT", "COMPLETED", "FAILED", "REVERSED"]),
  failure_reason: z.string().nullable(),
});

const notificationSchema = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({ id: z.string(), reference: z.string() }),
});

/** The provider of development: a process of its own, which knows us by signed HTTP only. */
export function sandboxProvider(
  { url, secret }: SandboxSettings,
  clock: Clock,
  fetch: Fetch,
): PaymentProvider {
  const ask = async (method: "GET" | "POST", path: string, input?: unknown) => {
    const body = input === undefined ? "" : JSON.stringify(input);
    const signature = signatureOf(secret, secondsOf(clock), `${method} ${path}\n${body}`);
    const headers = { ...jsonHeaders, "sandbox-signature": signature };
    return callProvider(fetch, {
      provider,
      method,
      url: `${url}${path}`,
      headers,
      ...(method === "POST" && { body }),
    });
  };

  return {
    name: provider,
    createCharge: async (order) => {
      const { status, json } = await ask("POST", "/v1/charges", {
        reference: order.chargeRef,
        amount: formatAmount(order.amount, order.currency),
        currency: order.currency,
        description: order.description,
        expires_at: order.expiresAt.toISOString(),
        return_url: order.returnUrl,
      });
      if (status !== 201 && status !== 200) throw refused(provider, codeOf(json));
      const charge = understood(chargeSchema, json);
      return {
        externalReference: charge.id,
        qr: order.method === "QR" ? charge.qr_string : null,
        redirectUrl: charge.pay_url,
      };
    },
    readCharge: async ({ externalReference, chargeRef }) => {
      const name = externalReference ?? `by-reference/${chargeRef}`;
      const { status, json } = await ask("GET", `/v1/charges/${name}`);
      return status === 404 ? null : observedOf(understood(chargeSchema, json));
    },
    refundCharge: async ({ externalReference, refundRef, amount, currency }) => {
      const { status, json } = await ask("POST", `/v1/charges/${externalReference}/refunds`, {
        reference: refundRef,
        amount: formatAmount(amount, currency),
      });
      if (status >= 400) throw refused(provider, codeOf(json));
    },
    hear: async (message) => hear(message, secret, secondsOf(clock)),
    findCharge: null,
    payouts: {
      send: async (order) => {
        const { status, json } = await ask("POST", "/v1/payouts", {
          reference: order.payoutRef,
          amount: formatAmount(order.amount, order.currency),
          currency: order.currency,
          channel_code: order.channelCode,
          account_number: order.accountNumber,
          holder_name: order.holderName,
        });
        if (status >= 400) throw refused(provider, codeOf(json));
        return { externalReference: understood(payoutSchema, json).id };
      },
      read: async ({ externalReference }) => {
        const { status, json } = await ask("GET", `/v1/payouts/${externalReference}`);
        if (status === 404) return null;
        const payout = understood(payoutSchema, json);
        return { status: payout.status, failureReason: payout.failure_reason };
      },
    },
  };
}

function observedOf(charge: z.output<typeof chargeSchema>): ObservedCharge {
  const { currency } = charge;
  return {
    chargeRef: charge.reference,
    externalReference: charge.id,
    status: charge.status,
    // What is no amount agrees with none.
    amount: providerAmountOf(charge.amount, currency) ?? -1n,
    currency,
    refundedAmount: providerAmountOf(charge.refunded_amount, currency) ?? -1n,
    chargedBackAmount: providerAmountOf(charge.charged_back_amount, currency) ?? -1n,
    isSettled: charge.settled,
    asksAgain: true,
    failureReason: charge.failure_reason,
  };
}

function hear({ body, headers }: SignedMessage, secret: string, nowSeconds: number) {
  const given = headers.get("sandbox-signature") ?? "";
  const match = /^t=(\d{1,12}),v1=[0-9a-f]{64}$/.exec(given);
  const signedAt = Number.parseInt(match?.[1] ?? "0", 10);
  if (Math.abs(nowSeconds - signedAt) > toleranceSeconds) return null;
  if (!isSameText(given, signatureOf(secret, signedAt, body))) return null;
  const parsed = notificationSchema.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { id, type, data } = parsed.data;
  const subject = type.startsWith("payout.") ? ("PAYOUT" as const) : ("CHARGE" as const);
  return { eventKey: id, subject, subjectRef: data.reference, externalReference: data.id };
}

/** What both sides write over what they send: the moment and the text under one key. */
function signatureOf(secret: string, seconds: number, text: string): string {
  return `t=${seconds},v1=${hmacSha256Of(secret, `${seconds}.${text}`)}`;
}

function secondsOf(clock: Clock): number {
  return Math.floor(clock.now().getTime() / 1000);
}

function codeOf(json: unknown): unknown {
  return z.object({ code: z.string() }).safeParse(json).data?.code;
}

function understood<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw unavailable(provider, `${provider} answered something else than it should.`);
}
