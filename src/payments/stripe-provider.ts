import Stripe from "stripe";
import type { Clock } from "../platform/clock.ts";
import { exponentOf } from "../platform/currencies.ts";
import { type Fetch, refused, unavailable } from "./call-provider.ts";
import type { ChargeStatus } from "./charge.ts";
import type { HeardNotification, ObservedCharge, PaymentProvider } from "./payment-provider.ts";

export type StripeSettings = {
  readonly url: string;
  readonly secretKey: string;
  readonly webhookSecret: string;
};

const provider = "STRIPE";
const answerLimitMs = 10_000;
const shortestSessionMs = 31 * 60_000;

// Stripe counts some currencies in whole units and all others in hundredths, the rupiah among them, whatever ISO says.
const wholeCurrencies: ReadonlySet<string> = new Set([
  "JPY",
  "KRW",
  "VND",
  "CLP",
  "PYG",
  "XAF",
  "XOF",
  "XPF",
]);
const thousandthCurrencies: ReadonlySet<string> = new Set(["BHD", "JOD", "KWD", "OMR", "TND"]);

/** Stripe, by its own library: a page of its own, for cards and what else it offers. It sends no money to others. */
export function stripeProvider(
  settings: StripeSettings,
  clock: Clock,
  fetch: Fetch,
): PaymentProvider {
  const { protocol, hostname, port } = new URL(settings.url);
  const stripe = new Stripe(settings.secretKey, {
    httpClient: Stripe.createFetchHttpClient((input, init) => fetch(String(input), init ?? {})),
    protocol: protocol === "http:" ? "http" : "https",
    host: hostname,
    ...(port !== "" && { port }),
    timeout: answerLimitMs,
    // Whoever asked is told and asks again with the same key; a library that waits would keep them waiting.
    maxNetworkRetries: 0,
  });

  return {
    name: provider,
    createCharge: async (order) => {
      const session = await asked(() =>
        stripe.checkout.sessions.create(
          {
            mode: "payment",
            client_reference_id: order.chargeRef,
            success_url: order.returnUrl,
            cancel_url: order.returnUrl,
            expires_at: sessionEndOf(order.expiresAt, clock),
            payment_intent_data: { metadata: { charge_ref: order.chargeRef } },
            line_items: [
              {
                quantity: 1,
                price_data: {
                  currency: order.currency.toLowerCase(),
                  unit_amount: stripeUnitsOf(order.amount, order.currency),
                  product_data: { name: order.description },
                },
              },
            ],
          },
          { idempotencyKey: order.chargeRef },
        ),
      );
      return { externalReference: session.id, qr: null, redirectUrl: session.url };
    },
    readCharge: async ({ externalReference }) => {
      if (externalReference === null) return null;
      const expand = ["payment_intent.latest_charge.balance_transaction"];
      const session = await asked(() =>
        stripe.checkout.sessions.retrieve(externalReference, { expand }),
      );
      return observedOf(session, await disputesOf(stripe, session));
    },
    refundCharge: async ({ externalReference, refundRef, amount, currency }) => {
      const session = await asked(() => stripe.checkout.sessions.retrieve(externalReference ?? ""));
      const payment_intent = nameOf(session.payment_intent);
      await asked(() =>
        stripe.refunds.create(
          { payment_intent, amount: stripeUnitsOf(amount, currency) },
          { idempotencyKey: refundRef },
        ),
      );
    },
    hear: async ({ body, headers }) => {
      const signature = headers.get("stripe-signature") ?? "";
      try {
        return heardOf(
          await stripe.webhooks.constructEventAsync(body, signature, settings.webhookSecret),
        );
      } catch (error) {
        const isForged = error instanceof Stripe.errors.StripeSignatureVerificationError;
        if (isForged || error instanceof SyntaxError) return null;
        throw error;
      }
    },
    // A dispute names its payment, and the payment names our charge.
    findCharge: async (externalReference) => {
      if (!externalReference.startsWith("pi_")) return null;
      const intent = await asked(() => stripe.paymentIntents.retrieve(externalReference));
      return intent.metadata.charge_ref ?? null;
    },
    payouts: null,
  };
}

async function disputesOf(
  stripe: Stripe,
  session: Stripe.Checkout.Session,
): Promise<Stripe.Dispute[]> {
  if (!chargeOfSession(session)?.disputed) return [];
  const payment_intent = nameOf(session.payment_intent);
  const { data } = await asked(() => stripe.disputes.list({ payment_intent, limit: 100 }));
  return data;
}

function heardOf(event: Stripe.Event): HeardNotification {
  const eventKey = event.id;
  const none = { eventKey, subject: "OTHER" as const, subjectRef: null, externalReference: null };
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
    case "checkout.session.async_payment_failed":
    case "checkout.session.expired": {
      const { client_reference_id: subjectRef, id } = event.data.object;
      return { eventKey, subject: "CHARGE", subjectRef, externalReference: id };
    }
    case "charge.refunded":
    case "charge.updated":
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated":
    case "charge.dispute.closed": {
      const payment = event.data.object.payment_intent;
      if (payment === null) return none;
      return { eventKey, subject: "CHARGE", subjectRef: null, externalReference: nameOf(payment) };
    }
    default:
      return none;
  }
}

function chargeOfSession({ payment_intent }: Stripe.Checkout.Session): Stripe.Charge | null {
  const intent = typeof payment_intent === "object" ? payment_intent : null;
  return typeof intent?.latest_charge === "object" ? intent.latest_charge : null;
}

function observedOf(
  session: Stripe.Checkout.Session,
  disputes: readonly Stripe.Dispute[],
): ObservedCharge {
  const currency = (session.currency ?? "").toUpperCase();
  const charge = chargeOfSession(session);
  const balance =
    typeof charge?.balance_transaction === "object" ? charge.balance_transaction : null;
  const refundedAmount = minorUnitsOf(charge?.amount_refunded ?? 0, currency);
  return {
    chargeRef: session.client_reference_id ?? "",
    externalReference: session.id,
    status: statusOf(session, charge),
    amount: minorUnitsOf(session.amount_total ?? -1, currency),
    currency,
    refundedAmount,
    chargedBackAmount: takenBy(disputes, currency),
    isSettled: balance?.status === "available",
    asksAgain: true,
    failureReason: null,
  };
}

/** A card that was refused may be followed by one that is not, so a payment fails only when its session ends. */
function statusOf(
  { status, payment_status }: Stripe.Checkout.Session,
  charge: Stripe.Charge | null,
): ChargeStatus {
  if (payment_status === "paid") {
    if (charge?.refunded) return "REFUNDED";
    return charge && charge.amount_refunded > 0 ? "PARTIALLY_REFUNDED" : "PAID";
  }
  return status === "expired" ? "EXPIRED" : "PENDING";
}

/**
 * What disputes have taken, by the money that moved: an inquiry takes none, a dispute of a part takes that part, and one
 * that is won gives it back. In another currency than the charge's it is not known, and a person finds out.
 */
function takenBy(disputes: readonly Stripe.Dispute[], currency: string): bigint {
  const parts = disputes.map((dispute) => {
    const units = unitsTakenBy(dispute);
    if (units === 0) return 0n;
    const isOurs = dispute.currency.toUpperCase() === currency;
    return units === null || !isOurs ? -1n : minorUnitsOf(units, currency);
  });
  return parts.some((part) => part < 0n) ? -1n : parts.reduce((sum, part) => sum + part, 0n);
}

function unitsTakenBy({ amount, currency, status, ...dispute }: Stripe.Dispute): number | null {
  const moved = dispute.balance_transactions;
  if (moved.every((each) => each.currency === currency)) {
    return moved.reduce((sum, each) => sum - each.amount, 0);
  }
  // Our account is kept in another currency, so what moved there tells only whether it left and came back.
  if (moved.every((each) => each.amount < 0)) return amount;
  return status === "won" ? 0 : null;
}

function stripeExponentOf(currency: string): number {
  if (wholeCurrencies.has(currency)) return 0;
  return thousandthCurrencies.has(currency) ? 3 : 2;
}

function stripeUnitsOf(amount: bigint, currency: string): number {
  const shift = stripeExponentOf(currency) - (exponentOf(currency) ?? 0);
  const units = shift < 0 ? -1n : amount * 10n ** BigInt(shift);
  if (units < 0n || units > 99_999_999n) throw refused(provider, "amount");
  return Number.parseInt(`${units}`, 10);
}

function minorUnitsOf(units: number, currency: string): bigint {
  const exponent = exponentOf(currency);
  const shift = stripeExponentOf(currency) - (exponent ?? 0);
  const scale = 10n ** BigInt(Math.max(0, shift));
  const amount = BigInt(units);
  return exponent === undefined || shift < 0 || amount % scale !== 0n ? -1n : amount / scale;
}

/** Stripe lets a session live for half an hour at least; ours ends when Stripe says so. */
function sessionEndOf(expiresAt: Date, clock: Clock): number {
  const soonest = clock.now().getTime() + shortestSessionMs;
  return Math.ceil(Math.max(expiresAt.getTime(), soonest) / 1000);
}

function nameOf(value: string | { readonly id: string } | null): string {
  return typeof value === "string" ? value : (value?.id ?? "");
}

async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) {
      const { statusCode = 500, code, type } = error;
      if (statusCode < 500 && statusCode !== 429) throw refused(provider, code ?? type);
      throw Object.assign(unavailable(provider, "Stripe did not answer."), { cause: error });
    }
    throw error;
  }
}
