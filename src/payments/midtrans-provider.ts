import { z } from "zod";
import type { Clock } from "../platform/clock.ts";
import {
  basicAuthOf,
  callProvider,
  type Fetch,
  isSameText,
  jsonHeaders,
  parseJson,
  refused,
  sha512Of,
  unavailable,
} from "./call-provider.ts";
import type { ChargeStatus } from "./charge.ts";
import { type IrisSettings, irisPayouts } from "./iris-payouts.ts";
import type {
  ChargeOrder,
  ObservedCharge,
  PaymentProvider,
  ProviderInstructions,
  SignedMessage,
} from "./payment-provider.ts";
import { providerAmountOf, wholeUnitsOf } from "./provider-amount-of.ts";

export type MidtransSettings = {
  readonly apiUrl: string;
  readonly snapUrl: string;
  readonly serverKey: string;
  readonly iris: IrisSettings | null;
};

const provider = "MIDTRANS";
const minuteMs = 60_000;

// Midtrans answers 200 to most things and says what it means in the body.
const answerSchema = z.looseObject({
  status_code: z.string().optional(),
  order_id: z.string().optional(),
  transaction_id: z.string().optional(),
  transaction_status: z.string().optional(),
  fraud_status: z.string().optional(),
  gross_amount: z.string().optional(),
  currency: z.string().optional(),
  refund_amount: z.string().optional(),
  payment_type: z.string().optional(),
  qr_string: z.string().optional(),
});

type Answer = z.output<typeof answerSchema>;

const notificationSchema = z.looseObject({
  order_id: z.string(),
  status_code: z.string(),
  gross_amount: z.string(),
  signature_key: z.string(),
  transaction_id: z.string(),
  transaction_status: z.string(),
  refund_amount: z.string().optional(),
});

/** Midtrans: QRIS through the Core API, its own page through Snap, money out through Iris. */
export function midtransProvider(
  settings: MidtransSettings,
  clock: Clock,
  fetch: Fetch,
): PaymentProvider {
  const ask = async (method: "GET" | "POST", url: string, input?: unknown) => {
    const { status, json } = await callProvider(fetch, {
      provider,
      method,
      url,
      headers: { ...jsonHeaders, ...basicAuthOf(settings.serverKey) },
      body: input === undefined ? undefined : JSON.stringify(input),
    });
    return { status, json };
  };
  const askCore = async (method: "GET" | "POST", path: string, input?: unknown) => {
    const { json } = await ask(method, `${settings.apiUrl}${path}`, input);
    const parsed = answerSchema.safeParse(json);
    if (!parsed.success) throw unavailable(provider, "Midtrans answered something else.");
    return parsed.data;
  };
  const iris = settings.iris && irisPayouts(settings.iris, fetch);

  return {
    name: provider,
    createCharge: (order) => (order.method === "QR" ? orderQris(order) : orderPage(order)),
    // By the order's id, which is ours: a page has no transaction until somebody pays.
    readCharge: async ({ chargeRef }) => {
      const answer = await askCore("GET", `/v2/${chargeRef}/status`);
      return answer.status_code === "404" ? null : observedOf(answer);
    },
    refundCharge: async ({ chargeRef, refundRef, amount, currency }) => {
      const { payment_type } = await askCore("GET", `/v2/${chargeRef}/status`);
      // Wallets and QRIS give money back at once, cards with the next settlement.
      const way = payment_type === "credit_card" ? "refund" : "refund/online/direct";
      const answer = await askCore("POST", `/v2/${chargeRef}/${way}`, {
        refund_key: refundRef,
        amount: wholeUnitsOf(amount, currency),
        reason: "requested_by_customer",
      });
      if (answer.status_code !== "200") throw refused(provider, answer.status_code);
    },
    hear: async (message) => iris?.hear(message) ?? hear(message, settings.serverKey),
    findCharge: null,
    payouts: iris,
  };

  async function orderQris(order: ChargeOrder): Promise<ProviderInstructions> {
    const answer = await askCore("POST", "/v2/charge", {
      payment_type: "qris",
      transaction_details: detailsOf(order),
      qris: { acquirer: "gopay" },
      custom_expiry: { expiry_duration: minutesOf(order, clock), unit: "minute" },
    });
    if (answer.status_code !== "201") throw refused(provider, answer.status_code);
    return {
      externalReference: answer.transaction_id ?? null,
      qr: answer.qr_string ?? null,
      redirectUrl: null,
    };
  }

  async function orderPage(order: ChargeOrder): Promise<ProviderInstructions> {
    const { status, json } = await ask("POST", `${settings.snapUrl}/snap/v1/transactions`, {
      transaction_details: detailsOf(order),
      callbacks: { finish: order.returnUrl },
      expiry: { duration: minutesOf(order, clock), unit: "minute" },
    });
    if (status !== 201) throw refused(provider, `${status}`);
    const page = z.object({ redirect_url: z.string() }).safeParse(json);
    if (!page.success) throw unavailable(provider, "Midtrans answered without an address.");
    return { externalReference: null, qr: null, redirectUrl: page.data.redirect_url };
  }
}

function detailsOf({ chargeRef, amount, currency }: ChargeOrder) {
  const gross = currency === "IDR" ? wholeUnitsOf(amount, currency) : null;
  if (gross === null) throw refused(provider, "currency");
  return { order_id: chargeRef, gross_amount: gross };
}

function minutesOf({ expiresAt }: ChargeOrder, clock: Clock): number {
  return Math.max(1, Math.ceil((expiresAt.getTime() - clock.now().getTime()) / minuteMs));
}

function observedOf(answer: Answer): ObservedCharge {
  const currency = answer.currency ?? "IDR";
  const amount = providerAmountOf(answer.gross_amount, currency) ?? -1n;
  const status = statusOf(answer);
  const refunded = providerAmountOf(answer.refund_amount ?? "0", currency) ?? -1n;
  return {
    chargeRef: answer.order_id ?? "",
    externalReference: answer.transaction_id ?? null,
    status,
    amount,
    currency,
    refundedAmount: status === "REFUNDED" && refunded === 0n ? amount : refunded,
    // Of a part it does not say which: no field of its answers is documented to, so a person finds out. That a chargeback
    // was won later stands in its reports alone.
    chargedBackAmount: answer.transaction_status === "partial_chargeback" ? -1n : null,
    // Its "settlement" says that the payer has paid. When it pays out to us stands in its reports alone.
    isSettled: false,
    asksAgain: false,
    failureReason: status === "FAILED" ? (answer.transaction_status ?? null) : null,
  };
}

const statuses: Readonly<Record<string, ChargeStatus>> = {
  settlement: "PAID",
  deny: "FAILED",
  failure: "FAILED",
  cancel: "CANCELLED",
  expire: "EXPIRED",
  refund: "REFUNDED",
  partial_refund: "PARTIALLY_REFUNDED",
  chargeback: "CHARGEBACK",
  partial_chargeback: "CHARGEBACK",
};

function statusOf({ transaction_status: status = "", fraud_status: fraud }: Answer): ChargeStatus {
  const isAccepted = fraud === undefined || fraud === "accept";
  if (status === "capture") return isAccepted ? "PAID" : "PENDING";
  if (status === "settlement" && !isAccepted) return "PENDING";
  return statuses[status] ?? "PENDING";
}

/** Its signature covers the order, the code and the amount, and neither the status nor anything else. */
function hear({ body }: SignedMessage, serverKey: string) {
  const parsed = notificationSchema.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { order_id, status_code, gross_amount, signature_key, ...rest } = parsed.data;
  const expected = sha512Of(`${order_id}${status_code}${gross_amount}${serverKey}`);
  if (!isSameText(signature_key, expected)) return null;
  const { transaction_id, transaction_status, refund_amount = "" } = rest;
  return {
    eventKey: `${transaction_id}:${transaction_status}:${status_code}:${refund_amount}`,
    subject: "CHARGE" as const,
    subjectRef: order_id,
    externalReference: transaction_id,
  };
}
