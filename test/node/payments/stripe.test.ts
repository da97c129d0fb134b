import { createHmac } from "node:crypto";
import { expect, it, vi } from "vitest";
import { stripeProvider } from "../../../src/payments/stripe-provider.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { openDesk } from "../../support/provider-desk.ts";

const url = "https://api.stripe.test";
const webhookSecret = "whsec_test";
const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });

function stripeAt(answers: Parameters<typeof openDesk>[0]) {
  const desk = openDesk(answers);
  const settings = { url, secretKey: "sk_test_1", webhookSecret };
  return { desk, stripe: stripeProvider(settings, systemClock, desk.fetch) };
}

const order = {
  chargeRef: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
  amount: 10_000n,
  currency: "IDR",
  description: "A donation",
  method: "PAGE" as const,
  expiresAt: new Date(),
  returnUrl: "https://site.example.test/",
};

const sessions = `${url}/v1/checkout/sessions`;
const session = (facts: object = {}, charge: object = {}) => ({
  id: "cs_1",
  object: "checkout.session",
  client_reference_id: order.chargeRef,
  amount_total: 1_000_000,
  currency: "idr",
  status: "complete",
  payment_status: "paid",
  payment_intent: {
    id: "pi_1",
    latest_charge: { amount_refunded: 0, disputed: false, refunded: false, ...charge },
  },
  ...facts,
});

it("asks for a page, and counts rupiah in hundredths as Stripe does", async () => {
  const { desk, stripe } = stripeAt({
    [`POST ${sessions}`]: [200, { id: "cs_1", url: "https://checkout.test/cs_1" }],
  });
  expect(await stripe.createCharge(order)).toEqual({
    externalReference: "cs_1",
    qr: null,
    redirectUrl: "https://checkout.test/cs_1",
  });
  const sent = new URLSearchParams(desk.asked[0]?.body);
  expect(sent.get("line_items[0][price_data][unit_amount]")).toBe("1000000");
  expect(sent.get("client_reference_id")).toBe(order.chargeRef);
  expect(desk.asked[0]?.headers.get("idempotency-key")).toBe(order.chargeRef);
});

it.each([
  [session(), { status: "PAID", amount: 10_000n, refundedAmount: 0n, isSettled: false }],
  [session({ payment_status: "unpaid", status: "open" }), { status: "PENDING" }],
  [session({ payment_status: "unpaid", status: "expired" }), { status: "EXPIRED" }],
  [
    session({}, { amount_refunded: 400_000 }),
    { status: "PARTIALLY_REFUNDED", refundedAmount: 4_000n },
  ],
  [session({}, { amount_refunded: 1_000_000, refunded: true }), { status: "REFUNDED" }],
  [session({}, { balance_transaction: { status: "available" } }), { isSettled: true }],
  [session({ amount_total: 1_000_001 }), { amount: -1n }],
])("reads a session as it stands (%#)", async (found, expected) => {
  const { stripe } = stripeAt({ [`GET ${sessions}/cs_1`]: [200, found] });
  const name = { chargeRef: order.chargeRef, externalReference: "cs_1" };
  expect(await stripe.readCharge(name)).toMatchObject(expected);
});

const withdrawn = { amount: -1_000_000, currency: "idr" };
const dispute = (status: string, moved: readonly object[], facts: object = {}) => ({
  ...{ id: "dp_1", object: "dispute", amount: 1_000_000, currency: "idr", status },
  ...{ balance_transactions: moved, ...facts },
});

it.each([
  ["an inquiry", [dispute("warning_needs_response", [])], 0n],
  ["an inquiry that was closed", [dispute("warning_closed", [])], 0n],
  ["a dispute of all of it", [dispute("needs_response", [withdrawn])], 10_000n],
  [
    "a dispute of a part",
    [dispute("under_review", [{ amount: -300_000, currency: "idr" }], { amount: 300_000 })],
    3_000n,
  ],
  ["a lost one", [dispute("lost", [withdrawn])], 10_000n],
  ["a won one", [dispute("won", [withdrawn, { amount: 1_000_000, currency: "idr" }])], 0n],
  [
    "one that was won in part",
    [dispute("won", [withdrawn, { amount: 600_000, currency: "idr" }])],
    4_000n,
  ],
  ["one in an account of dollars", [dispute("lost", [{ amount: -64, currency: "usd" }])], 10_000n],
  [
    "one that was won there",
    [
      dispute("won", [
        { amount: -64, currency: "usd" },
        { amount: 63, currency: "usd" },
      ]),
    ],
    0n,
  ],
  [
    "one of another currency, which nobody can tell",
    [dispute("lost", [{ amount: -64, currency: "usd" }], { currency: "usd", amount: 64 })],
    -1n,
  ],
])("reads what %s has taken", async (_what, data, chargedBackAmount) => {
  const { desk, stripe } = stripeAt({
    [`GET ${sessions}/cs_1`]: [200, session({}, { disputed: true })],
    [`GET ${url}/v1/disputes`]: [200, { object: "list", data }],
  });
  const name = { chargeRef: order.chargeRef, externalReference: "cs_1" };
  expect(await stripe.readCharge(name)).toMatchObject({ status: "PAID", chargedBackAmount });
  expect(desk.asked.at(-1)?.url).toContain("payment_intent=pi_1");
});

it("asks nobody about disputes where there was none", async () => {
  const { desk, stripe } = stripeAt({ [`GET ${sessions}/cs_1`]: [200, session()] });
  const name = { chargeRef: order.chargeRef, externalReference: "cs_1" };
  expect(await stripe.readCharge(name)).toMatchObject({ chargedBackAmount: 0n });
  expect(desk.asked).toHaveLength(1);
});

function signed(event: object, secret = webhookSecret, ageSeconds = 0) {
  const body = JSON.stringify({ id: "evt_1", object: "event", ...event });
  const t = Math.floor(Date.now() / 1000) - ageSeconds;
  const v1 = createHmac("sha256", secret).update(`${t}.${body}`).digest("hex");
  return { body, headers: new Headers({ "stripe-signature": `t=${t},v1=${v1}` }) };
}
const completed = {
  type: "checkout.session.completed",
  data: { object: { id: "cs_1", client_reference_id: order.chargeRef } },
};

it("hears what Stripe has signed just now", async () => {
  const { stripe } = stripeAt({});
  expect(await stripe.hear(signed(completed))).toEqual({
    eventKey: "evt_1",
    subject: "CHARGE",
    subjectRef: order.chargeRef,
    externalReference: "cs_1",
  });
  expect(await stripe.hear(signed(completed, "whsec_other"))).toBeNull();
  expect(await stripe.hear(signed(completed, webhookSecret, 3600))).toBeNull();
  const { body, headers } = signed(completed);
  expect(await stripe.hear({ body: `${body} `, headers })).toBeNull();
});

it("takes one good signature of several, as there are while a secret is renewed", async () => {
  const { stripe } = stripeAt({});
  const now = signed(completed);
  const [t = "", good = ""] = (now.headers.get("stripe-signature") ?? "").split(",");
  const bad = `v1=${"0".repeat(64)}`;
  const hear = (signature: string) =>
    stripe.hear({ body: now.body, headers: new Headers({ "stripe-signature": signature }) });
  expect(await hear(`${t},${bad},${good}`)).toMatchObject({ eventKey: "evt_1" });
  expect(await hear(`${t},${good},${bad}`)).toMatchObject({ eventKey: "evt_1" });
  expect(await hear(`${t},${bad},${bad}`)).toBeNull();
  // The scheme before v1 proves nothing.
  expect(await hear(`${t},${good.replace("v1", "v0")}`)).toBeNull();
  expect(await hear(good)).toBeNull();
});

it("takes a signature that was not made by us, until five minutes are over", async () => {
  const { stripe } = stripeAt({});
  const body = JSON.stringify({ id: "evt_1", object: "event", ...completed });
  // Made elsewhere: openssl dgst -sha256 -hmac whsec_test over the moment, a point and the body.
  const golden = "5bb16d9456545779d1d6487cdc1beb6ca14ebf4b0a6df35080c3a971ee99562b";
  const headers = new Headers({ "stripe-signature": `t=1760000000,v1=${golden}` });
  vi.useFakeTimers({ toFake: ["Date"], now: 1_760_000_000_000 + 299_000 });
  expect(await stripe.hear({ body, headers })).toMatchObject({ eventKey: "evt_1" });
  vi.setSystemTime(1_760_000_000_000 + 302_000);
  expect(await stripe.hear({ body, headers })).toBeNull();
  vi.useRealTimers();
});

it.each(["created", "updated", "funds_withdrawn", "funds_reinstated", "closed"])(
  "finds the charge of a dispute that was %s by its payment",
  async (happened) => {
    const { stripe } = stripeAt({
      [`GET ${url}/v1/payment_intents/pi_1`]: [
        200,
        { id: "pi_1", metadata: { charge_ref: order.chargeRef } },
      ],
    });
    const told = {
      type: `charge.dispute.${happened}`,
      data: { object: { id: "dp_1", payment_intent: "pi_1" } },
    };
    const heard = await stripe.hear(signed(told));
    expect(heard).toMatchObject({ subject: "CHARGE", externalReference: "pi_1" });
    expect(await stripe.findCharge?.("pi_1")).toBe(order.chargeRef);
  },
);

it("tells a refusal from a provider that does not answer", async () => {
  const error = {
    error: { type: "invalid_request_error", code: "amount_too_small", message: "m" },
  };
  const refusing = stripeAt({ [`POST ${sessions}`]: [400, error] });
  await expect(refusing.stripe.createCharge(order)).rejects.toEqual(refusal("provider_refused"));
  const broken = stripeAt({ [`POST ${sessions}`]: [500, error] });
  await expect(broken.stripe.createCharge(order)).rejects.toEqual(refusal("provider_unavailable"));
});
