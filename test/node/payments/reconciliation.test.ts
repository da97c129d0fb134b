import { afterAll, expect, it } from "vitest";
import type { Charge } from "../../../src/payments/index.ts";
import { newOwner, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const casesOf = async (subjectRef: string) => {
  const page = { filters: { is_open: true }, limit: 100, cursor: undefined };
  const { rows } = await shop.payments.listCases(page);
  return rows.filter(({ subject_ref }) => subject_ref === subjectRef);
};

/** Compares one charge or payout now, and no other. */
async function reconcile(ref: string) {
  await queryAs(shop.ownerUrl, "update payments.charges set reconcile_at = null");
  await queryAs(shop.ownerUrl, "update payments.payouts set reconcile_at = null");
  for (const table of ["charge", "payout"]) {
    await queryAs(
      shop.ownerUrl,
      `update payments.${table}s set reconcile_at = now() where ${table}_ref = $1`,
      [ref],
    );
  }
  return shop.payments.reconcile();
}

const alter = (change: string, { chargeRef }: Charge) =>
  queryAs(shop.ownerUrl, `update payments.charges set ${change} where charge_ref = $1`, [
    chargeRef,
  ]);

it("finds nothing wrong with what went through everything", async () => {
  const { charge } = await shop.paidCharge();
  await shop.payments.refund(operator, {
    ...{ write: write(), chargeRef: charge.chargeRef },
    amount: 1_000n,
  });
  await shop.happen(charge, "chargeback", { amount: "2000" });
  await shop.happen(charge, "settle");
  await shop.happen(charge, "win-chargeback");

  expect(await reconcile(charge.chargeRef)).toEqual({ checked: 1, unanswered: 0, faults: [] });
  expect(await casesOf(charge.chargeRef)).toEqual([]);
  const planned = await queryAs<{ is_later: boolean }>(
    shop.ownerUrl,
    "select reconcile_at > now() + interval '23 hours' as is_later from payments.charges where charge_ref = $1",
    [charge.chargeRef],
  );
  expect(planned).toEqual([{ is_later: true }]);
});

it("does what a provider has done and never told", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "settle");
  await shop.happen(charge, "chargeback", { silent: true });
  expect(await reconcile(charge.chargeRef)).toMatchObject({ checked: 1, faults: [] });

  expect(await shop.read(charge)).toMatchObject({ status: "CHARGEBACK" });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("0");
});

it.each([
  ["refunded_amount = 400", "refunded_amount_differs"],
  ["charged_back_amount = 400", "charged_back_amount_differs"],
  ["settled_at = paid_at", "settlements_differs"],
])("leaves to a person what was written down and not posted: %s", async (change, code) => {
  const { charge } = await shop.paidCharge();
  await alter(change, charge);
  const { faults } = await reconcile(charge.chargeRef);

  expect(faults).toEqual([`${charge.chargeRef}: ${code}`]);
  expect(await casesOf(charge.chargeRef)).toContainEqual(
    expect.objectContaining({ kind: "LEDGER_DIFFERS", fault: expect.objectContaining({ code }) }),
  );
});

it("leaves to a person a posting that was reversed behind our back, until it is put right", async () => {
  const { charge } = await shop.paidCharge();
  const [posted] = await queryAs<{ transaction_ref: string }>(
    shop.ownerUrl,
    "select transaction_ref from payments.movements where charge_id = (select id from payments.charges where charge_ref = $1)",
    [charge.chargeRef],
  );
  await shop.transactions.reverse(operator, {
    manner: { write: write() },
    transactionRef: posted?.transaction_ref ?? "",
    body: {},
  });
  expect((await reconcile(charge.chargeRef)).faults).toEqual([
    `${charge.chargeRef}: posting_reversed`,
  ]);
  const [opened] = await casesOf(charge.chargeRef);
  await shop.payments.resolveCase(operator, {
    ...{ write: write(), caseRef: opened?.case_ref ?? "" },
    resolution: "DISMISS",
  });
  // The same difference is known by now.
  await reconcile(charge.chargeRef);
  expect(await casesOf(charge.chargeRef)).toEqual([]);
});

it("leaves to a person a posting that moved something else", async () => {
  const { charge } = await shop.paidCharge();
  await queryAs(
    shop.ownerUrl,
    "update payments.movements set payee_wallet = 'CASH' where charge_id = (select id from payments.charges where charge_ref = $1)",
    [charge.chargeRef],
  );
  expect((await reconcile(charge.chargeRef)).faults).toEqual([`${charge.chargeRef}: legs_differ`]);
});

it("leaves to a person what a provider says otherwise, and closes the case when it agrees", async () => {
  const { charge } = await shop.paidCharge();
  const path = `charges/${charge.externalReference}/amend`;
  await shop.control(path, { amount: "9000" });
  expect((await reconcile(charge.chargeRef)).faults).toEqual([
    `${charge.chargeRef}: amount_differs`,
  ]);
  expect(await casesOf(charge.chargeRef)).toEqual([
    expect.objectContaining({ kind: "PROVIDER_DIFFERS" }),
  ]);

  await shop.control(path, { amount: "10000" });
  await reconcile(charge.chargeRef);
  expect(await casesOf(charge.chargeRef)).toEqual([]);
});

it("says nothing about anybody's money when the provider says nothing", async () => {
  const { charge } = await shop.paidCharge();
  await shop.control("troubles", { fail: 1 });
  expect(await reconcile(charge.chargeRef)).toEqual({ checked: 1, unanswered: 1, faults: [] });
});

it("compares payouts with their promise and with what became of it", async () => {
  const owner = newOwner();
  const { charge } = await shop.paidCharge({ payee: owner });
  await shop.happen(charge, "settle");
  const { result: account } = await shop.payments.addBeneficiary(owner, {
    ...{ write: write(), channelCode: "ID_BCA", accountNumber: "1234567890" },
    ...{ holderName: "Sari Dewi", currency: "IDR" },
  });
  const pay = async (amount: bigint, ...actions: string[]) => {
    const { result } = await shop.payments.requestPayout(owner, {
      ...{ write: write(), beneficiaryRef: account.beneficiary_ref },
      money: { amount, currency: "IDR" },
    });
    const [row] = await queryAs<{ name: string }>(
      shop.ownerUrl,
      "select external_reference as name from payments.payouts where payout_ref = $1",
      [result.payout_ref],
    );
    for (const action of actions) await shop.happen(`payouts/${row?.name}`, action);
    return result.payout_ref;
  };
  const failed = await pay(1_000n, "fail");
  const reversed = await pay(1_000n, "complete", "reverse");
  const landed = await pay(1_000n, "complete");
  for (const ref of [failed, reversed, landed]) {
    expect(await reconcile(ref)).toEqual({ checked: 1, unanswered: 0, faults: [] });
  }

  await queryAs(
    shop.ownerUrl,
    "update payments.payouts set status = 'FAILED', failure_reason = 'other' where payout_ref = $1",
    [landed],
  );
  expect((await reconcile(landed)).faults).toEqual([`${landed}: arrived_after_all`]);
  const kinds = (await casesOf(landed)).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(["LEDGER_DIFFERS", "PROVIDER_DIFFERS"]);
});
