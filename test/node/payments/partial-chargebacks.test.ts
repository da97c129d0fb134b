import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, it } from "vitest";
import type { Charge } from "../../../src/payments/index.ts";
import { operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const serverKey = "SB-Mid-server-key";
const records = new Map<string, Record<string, string>>();

/** Midtrans as it documents itself: an order, and how it stands by the order's id. */
const midtrans = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const id = request.url?.split("/")[2] ?? "";
  if (request.method === "POST") {
    const { transaction_details: order } = JSON.parse(`${Buffer.concat(chunks)}`);
    records.set(order.order_id, {
      ...{ order_id: order.order_id, transaction_id: `tx-${order.order_id}`, currency: "IDR" },
      ...{ gross_amount: `${order.gross_amount}.00`, transaction_status: "pending" },
    });
    response.end(
      JSON.stringify({
        status_code: "201",
        transaction_id: `tx-${order.order_id}`,
        qr_string: "0",
      }),
    );
  } else {
    response.end(JSON.stringify({ status_code: "200", ...records.get(id) }));
  }
});
await new Promise<void>((resolve) => midtrans.listen(0, "127.0.0.1", resolve));
// A server that listens on TCP has an address of this form.
const { port } = midtrans.address() as AddressInfo;
const shop = await openShop({
  PAYMENT_PROVIDERS: JSON.stringify({
    midtrans: { server_key: serverKey, api_url: `http://127.0.0.1:${port}` },
  }),
});
afterAll(async () => {
  await shop.close();
  midtrans.close();
});

/** Midtrans says how it stands by now, and tells us. */
async function become({ chargeRef }: Charge, transaction_status: string): Promise<void> {
  const record = { ...records.get(chargeRef), transaction_status };
  records.set(chargeRef, record);
  const { gross_amount } = records.get(chargeRef) ?? {};
  const signature_key = createHash("sha512")
    .update(`${chargeRef}200${gross_amount}${serverKey}`)
    .digest("hex");
  const body = JSON.stringify({ ...record, status_code: "200", signature_key });
  expect(await shop.notify(body, {}, "midtrans")).toBe(200);
}

async function casesOf({ chargeRef }: Charge) {
  const page = { filters: { is_open: true }, limit: 100, cursor: undefined };
  const { rows } = await shop.payments.listCases(page);
  return rows.filter(({ subject_ref }) => subject_ref === chargeRef);
}

async function confirm(charge: Charge, amount?: string, known?: string) {
  const caseRef = known ?? (await casesOf(charge))[0]?.case_ref ?? "";
  const input = { write: write(), caseRef, resolution: "CONFIRM" as const, amount };
  return (await shop.payments.resolveCase(operator, input)).result;
}

async function paidAndPartlyTaken() {
  const { payee, charge } = await shop.charge();
  await become(charge, "settlement");
  await become(charge, "partial_chargeback");
  return { payee, charge };
}

it("leaves it to a person at once how much of a charge a bank has taken", async () => {
  const { payee, charge } = await paidAndPartlyTaken();
  expect(await casesOf(charge)).toEqual([
    expect.objectContaining({
      kind: "PROVIDER_DIFFERS",
      fault: expect.objectContaining({ code: "chargeback_unclear" }),
    }),
  ]);
  expect(await shop.read(charge)).toMatchObject({ status: "PAID", chargedBackAmount: 0n });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});

it("takes back the part that an operator has found out, and goes on with the rest", async () => {
  const { payee, charge } = await paidAndPartlyTaken();
  expect(await confirm(charge, "4000")).toMatchObject({ resolution: "CONFIRM", amount: "4000" });
  expect(await shop.read(charge)).toMatchObject({
    status: "PARTIALLY_REFUNDED",
    chargedBackAmount: 4_000n,
  });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("5700");

  // Midtrans still does not say how much, and nobody is asked again.
  await become(charge, "partial_chargeback");
  expect(await casesOf(charge)).toEqual([]);
  await shop.payments.settle(operator, { write: write(), chargeRef: charge.chargeRef });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("5700");
});

it("takes the rest when a bank takes all of it after a part", async () => {
  const { payee, charge } = await paidAndPartlyTaken();
  await confirm(charge, "4000");
  await become(charge, "chargeback");
  expect(await shop.read(charge)).toMatchObject({
    ...{ status: "CHARGEBACK", chargedBackAmount: 10_000n },
  });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
});

it("takes no word of more than was paid, or of nothing", async () => {
  const { charge } = await paidAndPartlyTaken();
  await expect(confirm(charge)).rejects.toMatchObject({ code: "evidence_missing" });
  await expect(confirm(charge, "0")).rejects.toMatchObject({ code: "validation_failed" });
  await expect(confirm(charge, "10001")).rejects.toMatchObject({
    code: "resolution_not_possible",
  });
  expect(await casesOf(charge)).toHaveLength(1);
});

it("takes an amount over HTTP, and says where one is missing", async () => {
  const { charge } = await paidAndPartlyTaken();
  const path = `/v1/payments/cases/${(await casesOf(charge))[0]?.case_ref}/resolve`;
  const refused = await shop.api.post(path, { resolution: "CONFIRM" });
  expect(refused).toMatchObject({ status: 422, body: { code: "evidence_missing" } });
  const done = await shop.api.post(path, { resolution: "CONFIRM", amount: "4000" });
  expect(done).toMatchObject({ status: 200, body: { resolution: "CONFIRM", amount: "4000" } });
});

it("takes one of two operators' words", async () => {
  const { payee, charge } = await paidAndPartlyTaken();
  const ref = (await casesOf(charge))[0]?.case_ref;
  const words = ["4000", "5000"].map((amount) => confirm(charge, amount, ref));
  const outcomes = await Promise.allSettled(words);
  const codes = outcomes.map((end) => (end.status === "rejected" ? end.reason.code : "decided"));
  expect([...codes].sort()).toEqual(["case_closed", "decided"]);
  const left = codes[0] === "decided" ? "5700" : "4750";
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe(left);
});

it("asks a person anew for what is taken after a chargeback was won", async () => {
  const { payee, charge } = await paidAndPartlyTaken();
  await confirm(charge, "4000");
  await become(charge, "settlement");
  const word = { chargeRef: charge.chargeRef, traceparent: null, isLateAccepted: true };
  await shop.payments.confirm(word);
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
  await become(charge, "partial_chargeback");
  const { fault } = await shop.payments.confirm({ ...word, isLateAccepted: false });
  expect(fault).toMatchObject({ code: "chargeback_unclear" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});

it("keeps a person's word that a bank holds less than it held", async () => {
  const { payee, charge } = await shop.charge();
  await become(charge, "settlement");
  await become(charge, "chargeback");
  await become(charge, "partial_chargeback");
  await confirm(charge, "4000");
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("5700");

  await queryAs(
    shop.ownerUrl,
    "update payments.charges set reconcile_at = case when charge_ref = $1 then now() end",
    [charge.chargeRef],
  );
  await shop.payments.reconcile();
  expect(await casesOf(charge)).toEqual([]);
});

it("keeps the books whole through all of it", async () => {
  const report = await shop.api.get("/v1/ledger/integrity");
  expect(report.body).toMatchObject({ ok: true });
});
