// What happens to a charge when the wallet that an operator had sent its money to has spent it.
import { afterAll, expect, it } from "vitest";
import type { Charge } from "../../../src/payments/index.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import { newOwner, operator, write } from "../../support/bank.ts";
import { openShop } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const held = async ({ ownerRef }: Caller, type: "PENDING" | "CASH") =>
  (await shop.holds(ownerRef, type)) ?? "0";
const refund = (charge: Charge, amount: bigint) =>
  shop.payments.refund(operator, { write: write(), chargeRef: charge.chargeRef, amount });

async function openWallet(owner: Caller, type: "PENDING" | "CASH" = "CASH") {
  const input = { write: write(), ownerRef: owner.ownerRef, type, currency: "IDR" };
  return (await shop.wallets.open(operator, { ...input, slug: undefined })).result.wallet_ref;
}

async function spend(walletRef: string, amount: string) {
  const body = { wallet_ref: walletRef, amount, currency: "IDR" };
  await shop.transactions.withdraw(operator, { manner: { write: write() }, body });
}

async function caseOf(charge: Charge) {
  const page = { filters: { is_open: true }, limit: 100, cursor: undefined };
  const { rows } = await shop.payments.listCases(page);
  const found = rows.find(({ fault }) => fault.charge_ref === charge.chargeRef);
  return found ?? expect.fail("There is no case.");
}

async function resolve(charge: Charge, resolution: "RETRY" | "REDIRECT", walletRef?: string) {
  const { case_ref: caseRef } = await caseOf(charge);
  await shop.payments.resolveCase(operator, { write: write(), caseRef, resolution, walletRef });
}

it("settles all of a charge or leaves it to a person when somebody else has spent it", async () => {
  const payee = newOwner();
  await shop.wallets.close(operator, {
    write: write(),
    walletRef: await openWallet(payee, "PENDING"),
  });
  const { charge } = await shop.paidCharge({ payee });
  const somebody = newOwner();
  const place = await openWallet(somebody);
  await resolve(charge, "REDIRECT", place);
  await spend(place, "9000");

  await shop.happen(charge, "settle");
  expect(await shop.read(charge)).toMatchObject({ status: "PAID" });
  expect((await caseOf(charge)).fault).toMatchObject({
    ...{ code: "insufficient_funds", movement: "SETTLE" },
    fields: { wallet_ref: place },
  });
  expect(await held(payee, "CASH")).toBe("0");

  const body = { wallet_ref: place, amount: "9000", currency: "IDR" };
  await shop.transactions.topUp(operator, { manner: { write: write() }, body });
  await resolve(charge, "RETRY");
  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  expect(await held(payee, "CASH")).toBe("9500");
});

it("asks no wallet for what another one owes of the same charge", async () => {
  const payee = newOwner();
  const pending = await openWallet(payee, "PENDING");
  const { charge } = await shop.paidCharge({ payee });
  await spend(pending, "9500");
  await refund(charge, 2_000n);
  const body = { wallet_ref: pending, amount: "7600", currency: "IDR" };
  await shop.transactions.topUp(operator, { manner: { write: write() }, body });
  const filters = { owner_ref: payee.ownerRef, type: "CASH" as const };
  const { rows } = await shop.wallets.list(operator, { filters, limit: 1, cursor: undefined });
  await shop.wallets.close(operator, { write: write(), walletRef: rows[0]?.wallet_ref ?? "" });
  await shop.happen(charge, "settle");
  const somebody = newOwner();
  const place = await openWallet(somebody);
  await resolve(charge, "REDIRECT", place);
  await spend(place, "7600");
  await refund(charge, 2_000n);

  const later = await shop.paidCharge({ payee: somebody });
  await shop.happen(later.charge, "settle");
  await shop.payments.collectReceivables();
  await shop.payments.collectReceivables();
  expect(await held(somebody, "CASH")).toBe("7600");
  const open = { isOpen: true, limit: 10, cursor: undefined };
  expect((await shop.payments.listReceivables(payee, open)).rows).toEqual([
    expect.objectContaining({ amount: "1900", payee_wallet: "PENDING", wallet_ref: null }),
  ]);
});

it("keeps the books whole through all of it", async () => {
  const report = await shop.api.get("/v1/ledger/integrity");
  expect(report.body).toMatchObject({ ok: true });
});
