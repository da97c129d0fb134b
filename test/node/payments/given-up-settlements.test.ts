import { afterAll, expect, it } from "vitest";
import type { Charge } from "../../../src/payments/index.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import { operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

it("settles once, though somebody gave it up when it was posted and nobody knew", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.paidCharge({ payee });
  await shop.happen(charge, "settle");
  // As if the ledger's answer had been lost, and the settlement had been given up then.
  await queryAs(
    shop.ownerUrl,
    `update payments.movements set status = 'DROPPED', transaction_ref = null, posted_at = null
     where kind = 'SETTLE' and charge_id = (select id from payments.charges where charge_ref = $1)`,
    [charge.chargeRef],
  );
  await queryAs(
    shop.ownerUrl,
    "update payments.charges set status = 'PAID', settled_at = null, check_at = now() where charge_ref = $1",
    [charge.chargeRef],
  );
  await shop.payments.runDue();

  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("9500");
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});

async function openCases({ chargeRef }: Charge) {
  const page = { filters: { is_open: true }, limit: 100, cursor: undefined };
  const { rows } = await shop.payments.listCases(page);
  return rows.filter(({ fault }) => fault.charge_ref === chargeRef);
}

async function giveUp(charge: Charge): Promise<void> {
  const [opened] = await openCases(charge);
  const input = { write: write(), caseRef: opened?.case_ref ?? "", resolution: "GIVE_UP" as const };
  await shop.payments.resolveCase(operator, input);
}

/** As a day later: the provider is asked again, and says that it has paid out. */
async function askAgain(charge: Charge): Promise<void> {
  await queryAs(
    shop.ownerUrl,
    "update payments.charges set check_at = now(), reconcile_at = now() where charge_ref = $1",
    [charge.chargeRef],
  );
  await shop.payments.runDue();
  await shop.payments.reconcile();
}

/** A charge whose payee's CASH wallet takes nothing, and whose settlement was given up for it. */
async function givenUp(): Promise<{ payee: Caller; charge: Charge; walletRef: string }> {
  const { payee, charge } = await shop.paidCharge();
  const filters = { owner_ref: payee.ownerRef, type: "CASH" as const };
  const { rows } = await shop.wallets.list(operator, { filters, limit: 1, cursor: undefined });
  const walletRef = rows[0]?.wallet_ref ?? "";
  await shop.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
  await shop.happen(charge, "settle");
  await giveUp(charge);
  return { payee, charge, walletRef };
}

it("lets a settlement rest that was given up, however often the provider says the same", async () => {
  const { payee, charge } = await givenUp();
  await askAgain(charge);
  await askAgain(charge);
  expect(await openCases(charge)).toEqual([]);
  expect(await shop.read(charge)).toMatchObject({ status: "PAID" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});

it("settles what was given up when an operator asks for it", async () => {
  const { payee, charge, walletRef } = await givenUp();
  const settle = () =>
    shop.payments.settle(operator, { write: write(), chargeRef: charge.chargeRef });
  await expect(settle()).rejects.toMatchObject({ code: "charge_not_settleable" });
  expect(await openCases(charge)).toHaveLength(1);
  await giveUp(charge);

  await shop.wallets.unfreeze(operator, { write: write(), walletRef });
  expect(await settle()).toMatchObject({ status: "SETTLED" });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("9500");
});

it("asks again for a settlement that was given up once there is another amount to settle", async () => {
  const { payee, charge, walletRef } = await givenUp();
  await shop.wallets.unfreeze(operator, { write: write(), walletRef });
  const part = { write: write(), chargeRef: charge.chargeRef, amount: 4_000n };
  await shop.payments.refund(operator, part);
  await askAgain(charge);
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("5700");
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
});

it("finds out that what somebody gives up was posted before", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "settle");
  // As if whoever posted it had been stopped before it was written down, and a case had been open.
  const [movement] = await queryAs<{ movement_ref: string }>(
    shop.ownerUrl,
    `update payments.movements set status = 'PENDING', transaction_ref = null, posted_at = null
     where kind = 'SETTLE' and charge_id = (select id from payments.charges where charge_ref = $1)
     returning movement_ref`,
    [charge.chargeRef],
  );
  await queryAs(
    shop.ownerUrl,
    "update payments.charges set status = 'PAID', settled_at = null where charge_ref = $1",
    [charge.chargeRef],
  );
  await queryAs(shop.ownerUrl, "select payments.open_case('MOVEMENT_REFUSED', $1, $2)", [
    movement?.movement_ref,
    JSON.stringify({ code: "wallet_frozen", charge_ref: charge.chargeRef }),
  ]);
  await giveUp(charge);
  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("9500");
});

it("keeps the books whole through all of it", async () => {
  const report = await shop.api.get("/v1/ledger/integrity");
  expect(report.body).toMatchObject({ ok: true });
});
