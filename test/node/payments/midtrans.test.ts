import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { midtransProvider } from "../../../src/payments/midtrans-provider.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { openDesk } from "../../support/provider-desk.ts";

const api = "https://api.midtrans.test";
const snap = "https://snap.midtrans.test";
const iris = {
  url: "https://iris.midtrans.test",
  creatorKey: "iris-key",
  merchantKey: "merchant-key",
};
const serverKey = "SB-Mid-server-key";
const sha512 = (text: string) => createHash("sha512").update(text).digest("hex");

function midtransAt(answers: Parameters<typeof openDesk>[0]) {
  const desk = openDesk(answers);
  const settings = { apiUrl: api, snapUrl: snap, serverKey, iris };
  return { desk, midtrans: midtransProvider(settings, systemClock, desk.fetch) };
}

const order = {
  chargeRef: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
  amount: 10_000n,
  currency: "IDR",
  description: "A donation",
  method: "QR" as const,
  expiresAt: new Date(Date.now() + 15 * 60_000),
  returnUrl: "https://site.example.test/",
};

const status = (facts: object) => ({
  status_code: "200",
  order_id: order.chargeRef,
  transaction_id: "tx-1",
  gross_amount: "10000.00",
  currency: "IDR",
  payment_type: "qris",
  ...facts,
});

it("asks for a QRIS code in whole rupiah, with the charge as its order", async () => {
  const reply = { status_code: "201", transaction_id: "tx-1", qr_string: "00020101021226" };
  const { desk, midtrans } = midtransAt({ [`POST ${api}/v2/charge`]: [200, reply] });

  expect(await midtrans.createCharge(order)).toEqual({
    externalReference: "tx-1",
    qr: "00020101021226",
    redirectUrl: null,
  });
  expect(desk.lastJson()).toMatchObject({
    payment_type: "qris",
    transaction_details: { order_id: order.chargeRef, gross_amount: 10_000 },
    custom_expiry: { expiry_duration: 15, unit: "minute" },
  });
  const key = Buffer.from(`${serverKey}:`).toString("base64");
  expect(desk.asked[0]?.headers.get("authorization")).toBe(`Basic ${key}`);
});

it("asks for a page by Snap", async () => {
  const reply = { token: "t", redirect_url: "https://app.midtrans.test/pay" };
  const { midtrans } = midtransAt({ [`POST ${snap}/snap/v1/transactions`]: [201, reply] });
  expect(await midtrans.createCharge({ ...order, method: "PAGE" })).toEqual({
    externalReference: null,
    qr: null,
    redirectUrl: "https://app.midtrans.test/pay",
  });
});

it.each([
  ["settlement", undefined, "PAID"],
  ["capture", "accept", "PAID"],
  ["capture", "challenge", "PENDING"],
  ["pending", undefined, "PENDING"],
  ["authorize", undefined, "PENDING"],
  ["deny", undefined, "FAILED"],
  ["failure", undefined, "FAILED"],
  ["cancel", undefined, "CANCELLED"],
  ["expire", undefined, "EXPIRED"],
  ["refund", undefined, "REFUNDED"],
  ["chargeback", undefined, "CHARGEBACK"],
  ["something new", undefined, "PENDING"],
])("reads %s with fraud %s as %s", async (transaction_status, fraud_status, expected) => {
  const facts = { transaction_status, ...(fraud_status && { fraud_status }) };
  const { midtrans } = midtransAt({ [`GET ${api}/v2/`]: [200, status(facts)] });
  const observed = await midtrans.readCharge({ ...order, externalReference: null });
  expect(observed).toMatchObject({
    chargeRef: order.chargeRef,
    status: expected,
    amount: 10_000n,
    currency: "IDR",
    isSettled: false,
  });
});

it("leaves a chargeback of a part to a person, because it does not say of which", async () => {
  const facts = { transaction_status: "partial_chargeback" };
  const { midtrans } = midtransAt({ [`GET ${api}/v2/`]: [200, status(facts)] });
  const observed = await midtrans.readCharge({ ...order, externalReference: null });
  expect(observed).toMatchObject({
    ...{ status: "CHARGEBACK", amount: 10_000n, chargedBackAmount: -1n },
  });
});

it("agrees with no amount that is not whole rupiah", async () => {
  const facts = { transaction_status: "settlement", gross_amount: "10000.50" };
  const { midtrans } = midtransAt({ [`GET ${api}/v2/`]: [200, status(facts)] });
  const observed = await midtrans.readCharge({ ...order, externalReference: null });
  expect(observed?.amount).toBe(-1n);
});

it("knows that a charge is unknown there", async () => {
  const { midtrans } = midtransAt({ [`GET ${api}/v2/`]: [200, { status_code: "404" }] });
  expect(await midtrans.readCharge({ ...order, externalReference: null })).toBeNull();
});

it("gives QRIS back at once, under the refund's own key", async () => {
  const { desk, midtrans } = midtransAt({
    [`GET ${api}/v2/`]: [200, status({ transaction_status: "settlement" })],
    [`POST ${api}/v2/${order.chargeRef}/refund/online/direct`]: [200, { status_code: "200" }],
  });
  const refund = { ...order, externalReference: "tx-1", refundRef: "REF", amount: 4_000n };
  await midtrans.refundCharge(refund);
  expect(desk.lastJson()).toMatchObject({ refund_key: "REF", amount: 4000 });
});

const notification = (facts: object = {}) => ({
  order_id: order.chargeRef,
  status_code: "200",
  gross_amount: "10000.00",
  transaction_id: "tx-1",
  transaction_status: "settlement",
  ...facts,
});
const signed = (facts?: object) => {
  const body = notification(facts);
  const signature_key = sha512(
    `${body.order_id}${body.status_code}${body.gross_amount}${serverKey}`,
  );
  return { body: JSON.stringify({ ...body, signature_key }), headers: new Headers() };
};

it("hears what is signed over order, code, amount and key, as Midtrans signs it", async () => {
  const { midtrans } = midtransAt({});
  expect(await midtrans.hear(signed())).toMatchObject({
    subject: "CHARGE",
    subjectRef: order.chargeRef,
    externalReference: "tx-1",
  });
});

// Made elsewhere: openssl dgst -sha512 over the order, 200, 10000.00 and the key, one after the other.
const golden =
  "219ab8c9ae819f9a4fa0111792c9b966da198d90a90c52f754d253176de36c534611b71785a150b5889585f69080befd0a8367031101e2d08b4ecc3047e1239a";

it("takes a signature that was not made by us, and learns nothing from what it does not cover", async () => {
  const { midtrans } = midtransAt({});
  const bodyOf = (facts: object) =>
    JSON.stringify({ ...notification(facts), signature_key: golden });
  const headers = new Headers();
  const heard = await midtrans.hear({ body: bodyOf({}), headers });
  expect(heard?.subjectRef).toBe(order.chargeRef);
  // Whoever has seen one signature can say another status with it: it is a reason to ask, and no more.
  const tampered = await midtrans.hear({ body: bodyOf({ transaction_status: "deny" }), headers });
  expect(tampered).toEqual({ ...heard, eventKey: expect.stringContaining(":deny:") });
});

it.each([
  ["another amount", { gross_amount: "1.00" }],
  ["another order", { order_id: "X" }],
  ["another code", { status_code: "201" }],
  ["no signature", { signature_key: "" }],
])("hears nothing with %s under the same signature", async (_what, changed) => {
  const { midtrans } = midtransAt({});
  const { body, headers } = signed();
  const forged = JSON.stringify({ ...JSON.parse(body), ...changed });
  expect(await midtrans.hear({ body: forged, headers })).toBeNull();
  expect(await midtrans.hear({ body: "{}", headers })).toBeNull();
  expect(await midtrans.hear({ body: "not json", headers })).toBeNull();
});

it("sends payouts by Iris and hears of them by its own signature", async () => {
  const { desk, midtrans } = midtransAt({
    [`POST ${iris.url}/payouts`]: [201, { payouts: [{ status: "queued", reference_no: "ref-1" }] }],
    [`GET ${iris.url}/payouts/ref-1`]: [200, { status: "failed", error_code: "012" }],
  });
  const payout = {
    payoutRef: "PAYOUT",
    amount: 9_000n,
    currency: "IDR",
    channelCode: "ID_BCA",
    accountNumber: "1234567890",
    holderName: "Sari Dewi",
  };
  expect(await midtrans.payouts?.send(payout)).toEqual({ externalReference: "ref-1" });
  expect(desk.lastJson()).toMatchObject({
    payouts: [{ beneficiary_bank: "bca", amount: "9000" }],
  });
  expect(desk.asked[0]?.headers.get("x-idempotency-key")).toBe("PAYOUT");
  const name = { payoutRef: "PAYOUT", externalReference: "ref-1" };
  expect(await midtrans.payouts?.read(name)).toEqual({ status: "FAILED", failureReason: "012" });

  const body = JSON.stringify({ reference_no: "ref-1", status: "completed" });
  const headers = (key: string) => new Headers({ "iris-signature": sha512(`${body}${key}`) });
  expect(await midtrans.hear({ body, headers: headers("merchant-key") })).toMatchObject({
    subject: "PAYOUT",
    externalReference: "ref-1",
  });
  expect(await midtrans.hear({ body, headers: headers("other") })).toBeNull();
  const golden =
    "8a45795566cf9f93740ff9d59296be4ab7f72550257a973f3160e6497870fa56f952e55c9ca57647e85136ec935a58a5621d79623a4dfd8d8ea10f41869553e7";
  const given = new Headers({ "iris-signature": golden });
  expect(await midtrans.hear({ body, headers: given })).toMatchObject({ subject: "PAYOUT" });
});
