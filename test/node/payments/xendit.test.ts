import { expect, it } from "vitest";
import { xenditProvider } from "../../../src/payments/xendit-provider.ts";
import { openDesk } from "../../support/provider-desk.ts";

const url = "https://api.xendit.test";
const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });

function xenditAt(answers: Parameters<typeof openDesk>[0]) {
  const desk = openDesk(answers);
  const settings = { url, secretKey: "xnd_key", callbackToken: "the-callback-token" };
  return { desk, xendit: xenditProvider(settings, desk.fetch) };
}

const order = {
  chargeRef: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
  amount: 10_000n,
  currency: "IDR",
  description: "A donation",
  method: "QR" as const,
  expiresAt: new Date(),
  returnUrl: "https://site.example.test/",
};
const request = (facts: object = {}) => ({
  payment_request_id: "pr-1",
  reference_id: order.chargeRef,
  status: "REQUIRES_ACTION",
  request_amount: 10_000,
  currency: "IDR",
  actions: [{ type: "PRESENT_TO_CUSTOMER", descriptor: "QR_STRING", value: "000201" }],
  ...facts,
});

it("asks for a QRIS payment request, and finds the code in its actions", async () => {
  const { desk, xendit } = xenditAt({ [`POST ${url}/v3/payment_requests`]: [201, request()] });
  expect(await xendit.createCharge(order)).toEqual({
    externalReference: "pr-1",
    qr: "000201",
    redirectUrl: null,
  });
  expect(desk.asked[0]?.headers.get("api-version")).toBe("2024-11-11");
  expect(desk.lastJson()).toMatchObject({
    reference_id: order.chargeRef,
    type: "PAY",
    request_amount: 10_000,
    channel_code: "QRIS",
    capture_method: "AUTOMATIC",
  });
});

it.each([
  ["SUCCEEDED", [], "PAID", 0n],
  ["SUCCEEDED", [{ amount: 4000, status: "SUCCEEDED" }], "PARTIALLY_REFUNDED", 4_000n],
  ["SUCCEEDED", [{ amount: 10_000, status: "SUCCEEDED" }], "REFUNDED", 10_000n],
  ["SUCCEEDED", [{ amount: 10_000, status: "PENDING" }], "PAID", 0n],
  ["REQUIRES_ACTION", [], "PENDING", 0n],
  ["FAILED", [], "FAILED", 0n],
  ["EXPIRED", [], "EXPIRED", 0n],
  ["CANCELED", [], "CANCELLED", 0n],
])("reads %s with refunds %j as %s", async (status, data, expected, refundedAmount) => {
  const { xendit } = xenditAt({
    [`GET ${url}/v3/payment_requests/pr-1`]: [200, request({ status })],
    [`GET ${url}/refunds`]: [200, { data }],
  });
  const observed = await xendit.readCharge({ ...order, externalReference: "pr-1" });
  expect(observed).toMatchObject({ status: expected, refundedAmount, amount: 10_000n });
});

it("hears what bears its token, and nothing else", async () => {
  const { xendit } = xenditAt({});
  const body = JSON.stringify({
    event: "payment.capture",
    data: { payment_id: "py-1", payment_request_id: "pr-1", reference_id: order.chargeRef },
  });
  const bearing = (token: string) => ({
    body,
    headers: new Headers({ "x-callback-token": token }),
  });
  expect(await xendit.hear(bearing("the-callback-token"))).toMatchObject({
    subject: "CHARGE",
    subjectRef: order.chargeRef,
    externalReference: "pr-1",
  });
  expect(await xendit.hear(bearing("the-callback-toke"))).toBeNull();
  expect(await xendit.hear({ body, headers: new Headers() })).toBeNull();
});

it("sends payouts under their own key, and reads one that came back", async () => {
  const { desk, xendit } = xenditAt({
    [`POST ${url}/v2/payouts`]: [200, { id: "disb-1", status: "ACCEPTED" }],
    [`GET ${url}/v2/payouts/disb-1`]: [
      200,
      { id: "disb-1", status: "REVERSED", failure_code: "INVALID_DESTINATION" },
    ],
  });
  const payout = {
    payoutRef: "PAYOUT",
    amount: 9_000n,
    currency: "IDR",
    channelCode: "ID_BCA",
    accountNumber: "1234567890",
    holderName: "Sari Dewi",
  };
  expect(await xendit.payouts?.send(payout)).toEqual({ externalReference: "disb-1" });
  expect(desk.asked[0]?.headers.get("idempotency-key")).toBe("PAYOUT");
  const name = { payoutRef: "PAYOUT", externalReference: "disb-1" };
  expect(await xendit.payouts?.read(name)).toEqual({
    status: "REVERSED",
    failureReason: "INVALID_DESTINATION",
  });
});

it("tells a refusal from a provider that does not answer", async () => {
  const refusing = xenditAt({
    [`POST ${url}/v3/payment_requests`]: [400, { error_code: "API_VALIDATION_ERROR" }],
  });
  await expect(refusing.xendit.createCharge(order)).rejects.toEqual(refusal("provider_refused"));
  const broken = xenditAt({ [`POST ${url}/v3/payment_requests`]: [502, {}] });
  await expect(broken.xendit.createCharge(order)).rejects.toEqual(refusal("provider_unavailable"));
});
