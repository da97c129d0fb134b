import { afterAll, expect, it } from "vitest";
import type { Charge } from "../../../src/payments/index.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import { newOwner, newRef, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });
const resolve = (caseRef: string, resolution: "RETRY" | "REDIRECT" | "GIVE_UP" | "DISMISS") =>
  shop.payments.resolveCase(operator, { write: write(), caseRef, resolution });
const sql = (text: string, ref: string) => queryAs(shop.ownerUrl, text, [ref]);

async function openCases(subjectRef?: string) {
  const page = { filters: { is_open: true }, limit: 100, cursor: undefined };
  const { rows } = await shop.payments.listCases(page);
  return rows.filter(({ subject_ref }) => subjectRef === undefined || subject_ref === subjectRef);
}

async function walletOf(owner: Caller, type: "CASH" | "PENDING"): Promise<string> {
  const { rows } = await shop.wallets.list(operator, {
    filters: { owner_ref: owner.ownerRef, type },
    limit: 1,
    cursor: undefined,
  });
  return rows[0]?.wallet_ref ?? "";
}

/** A charge whose payee's CASH wallet was closed before anything had settled into it. */
async function nowhereToSettle(): Promise<{ payee: Caller; charge: Charge; caseRef: string }> {
  const { payee, charge } = await shop.paidCharge();
  const walletRef = await walletOf(payee, "CASH");
  await shop.wallets.close(operator, { write: write(), walletRef });
  const known = new Set((await openCases()).map(({ case_ref }) => case_ref));
  await shop.happen(charge, "settle");
  const opened = (await openCases()).filter(({ case_ref }) => !known.has(case_ref));
  expect(opened).toEqual([
    expect.objectContaining({
      kind: "MOVEMENT_REFUSED",
      fault: expect.objectContaining({ code: "wallet_closed" }),
    }),
  ]);
  return { payee, charge, caseRef: opened[0]?.case_ref ?? "" };
}

it("settles into another wallet by an operator's word when the payee's is closed", async () => {
  const { payee, charge, caseRef } = await nowhereToSettle();
  const other = newOwner();
  const { wallet_ref } = await shop.openWallet({ owner: other });
  await shop.payments.resolveCase(operator, {
    ...{ write: write(), caseRef, resolution: "REDIRECT" },
    walletRef: wallet_ref,
  });

  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
  expect(await shop.holds(other.ownerRef, "CASH")).toBe("9500");
});

it("leaves a settlement where it is, so that the charge can be given back", async () => {
  const { payee, charge, caseRef } = await nowhereToSettle();
  await resolve(caseRef, "GIVE_UP");
  await shop.payments.refund(operator, { write: write(), chargeRef: charge.chargeRef });

  expect(await shop.read(charge)).toMatchObject({ status: "REFUNDED" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
});

it("opens another case when the same posting is refused again", async () => {
  const { caseRef } = await nowhereToSettle();
  const { result } = await resolve(caseRef, "RETRY");
  expect(result).toMatchObject({ resolution: "RETRY" });
  const again = await openCases(result.subject_ref);
  expect(again).toEqual([expect.objectContaining({ kind: "MOVEMENT_REFUSED" })]);
  expect(again[0]?.case_ref).not.toBe(caseRef);
});

it("closes a case by itself when what was in the way has gone", async () => {
  const { payee, charge } = await shop.paidCharge();
  const walletRef = await walletOf(payee, "CASH");
  await shop.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
  await shop.happen(charge, "settle");
  const [movement] = await queryAs<{ movement_ref: string }>(
    shop.ownerUrl,
    "update payments.movements set next_attempt_at = now() where status = 'PENDING' and charge_id = (select id from payments.charges where charge_ref = $1) returning movement_ref",
    [charge.chargeRef],
  );
  const ref = movement?.movement_ref ?? "";
  expect(await openCases(ref)).toHaveLength(1);
  await shop.wallets.unfreeze(operator, { write: write(), walletRef });
  await shop.payments.runDue();

  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  expect(await openCases(ref)).toEqual([]);
});

/** A refund that the provider has accepted and then forgotten, a week ago. */
async function forgottenRefund() {
  const { payee, charge } = await shop.paidCharge();
  await shop.control("troubles", { forget: 1 });
  const asked = { write: write(), chargeRef: charge.chargeRef };
  const { result } = await shop.payments.refund(operator, asked);
  expect(result.status).toBe("SENT");
  await sql(
    "update payments.refunds set asked_at = now() - interval '8 days', check_at = now() where refund_ref = $1",
    result.refund_ref,
  );
  await shop.payments.runDue();
  const [opened] = await openCases(result.refund_ref);
  expect(opened).toMatchObject({ kind: "REFUND_UNANSWERED", fault: { code: "no_answer" } });
  return { payee, charge, refundRef: result.refund_ref, caseRef: opened?.case_ref ?? "" };
}

it("stops asking about a refund that a provider has dropped, and leaves it to a person", async () => {
  const { charge, refundRef, caseRef } = await forgottenRefund();
  const due = await queryAs<{ due: unknown }>(
    shop.ownerUrl,
    "select check_at as due from payments.refunds where refund_ref = $1",
    [refundRef],
  );
  expect(due).toEqual([{ due: null }]);

  await resolve(caseRef, "GIVE_UP");
  const [given] = await shop.payments.listRefunds(operator, charge.chargeRef);
  expect(given).toMatchObject({ status: "FAILED", failure_reason: "given_up" });
  const again = await shop.payments.refund(operator, {
    write: write(),
    chargeRef: charge.chargeRef,
  });
  expect(again.result.status).toBe("COMPLETED");
});

it("takes a refund that comes after all, and nobody has to decide any more", async () => {
  const { payee, charge, refundRef, caseRef } = await forgottenRefund();
  await resolve(caseRef, "RETRY");
  expect(await openCases(refundRef)).toEqual([]);
  await shop.happen(charge, "refund");

  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
  const [done] = await shop.payments.listRefunds(operator, charge.chargeRef);
  expect(done).toMatchObject({ refund_ref: refundRef, status: "COMPLETED" });
});

async function sentPayout() {
  const owner = newOwner();
  const { charge } = await shop.paidCharge({ payee: owner });
  await shop.happen(charge, "settle");
  const account = { channelCode: "ID_BCA", accountNumber: "1234567890", holderName: "Sari" };
  const { result: beneficiary } = await shop.payments.addBeneficiary(owner, {
    ...{ write: write(), currency: "IDR" },
    ...account,
  });
  const { result } = await shop.payments.requestPayout(owner, {
    write: write(),
    beneficiaryRef: beneficiary.beneficiary_ref,
    money: { amount: 9_000n, currency: "IDR" },
  });
  return { owner, payout: result };
}

async function atProvider(payoutRef: string): Promise<string> {
  const rows = await queryAs<{ external_reference: string }>(
    shop.ownerUrl,
    "select external_reference from payments.payouts where payout_ref = $1",
    [payoutRef],
  );
  return `payouts/${rows[0]?.external_reference}`;
}

async function unansweredPayout() {
  const { owner, payout } = await sentPayout();
  await sql(
    "update payments.payouts set asked_at = now() - interval '4 days', next_attempt_at = now() where payout_ref = $1",
    payout.payout_ref,
  );
  await shop.payments.runDue();
  const [opened] = await openCases(payout.payout_ref);
  expect(opened).toMatchObject({ kind: "PAYOUT_UNANSWERED" });
  return { owner, payout, caseRef: opened?.case_ref ?? "" };
}

it("gives a payout's promise back by an operator's word, and says so if it arrives all the same", async () => {
  const { owner, payout, caseRef } = await unansweredPayout();
  const { result } = await resolve(caseRef, "GIVE_UP");
  expect(result).toMatchObject({ resolution: "GIVE_UP" });
  expect(await shop.payments.getPayout(owner, payout.payout_ref)).toMatchObject({
    status: "FAILED",
    failure_reason: "given_up",
  });

  await shop.happen(await atProvider(payout.payout_ref), "complete");
  expect(await openCases(payout.payout_ref)).toEqual([
    expect.objectContaining({
      kind: "PROVIDER_DIFFERS",
      fault: expect.objectContaining({ code: "arrived_after_all" }),
    }),
  ]);
});

it("finds out by its notification that a payout arrived which nobody had a name for", async () => {
  const { payout, caseRef } = await unansweredPayout();
  const path = await atProvider(payout.payout_ref);
  // As if the provider's answer with its name had been lost.
  await sql(
    "update payments.payouts set status = 'HELD', external_reference = null where payout_ref = $1",
    payout.payout_ref,
  );
  await resolve(caseRef, "GIVE_UP");
  await shop.happen(path, "complete");
  expect(await openCases(payout.payout_ref)).toEqual([
    expect.objectContaining({ fault: expect.objectContaining({ code: "arrived_after_all" }) }),
  ]);
});

it("lands a payout that arrives late, and nobody has to decide any more", async () => {
  const { owner, payout } = await unansweredPayout();
  await shop.happen(await atProvider(payout.payout_ref), "complete");
  expect(await shop.payments.getPayout(owner, payout.payout_ref)).toMatchObject({
    status: "COMPLETED",
  });
  expect(await openCases(payout.payout_ref)).toEqual([]);
});

it("decides a case once, and only what can be done to it", async () => {
  const { caseRef } = await forgottenRefund();
  await expect(resolve(caseRef, "REDIRECT")).rejects.toEqual(refusal("resolution_not_possible"));
  await expect(resolve(caseRef, "DISMISS")).rejects.toEqual(refusal("resolution_not_possible"));
  await resolve(caseRef, "RETRY");
  await expect(resolve(caseRef, "RETRY")).rejects.toEqual(refusal("case_closed"));
  await expect(resolve(newRef(), "RETRY")).rejects.toEqual(refusal("case_not_found"));
  const elsewhere = { write: write(), caseRef, resolution: "REDIRECT" as const };
  await expect(
    shop.payments.resolveCase(operator, { ...elsewhere, walletRef: newRef() }),
  ).rejects.toEqual(refusal("wallet_not_found"));
});

it("shows operators what waits, by its kind, over HTTP", async () => {
  const { caseRef } = await forgottenRefund();
  const listed = await shop.api.get("/v1/payments/cases?kind=REFUND_UNANSWERED");
  expect(listed.body).toMatchObject({
    data: expect.arrayContaining([expect.objectContaining({ case_ref: caseRef })]),
  });
  const counted = await shop.api.get("/v1/payments/reconciliation");
  expect(counted.body).toMatchObject({
    open_cases: { REFUND_UNANSWERED: expect.any(Number) },
    charges_due: expect.any(Number),
  });
});
