import { afterAll, expect, it } from "vitest";
import { newOwner, newRef, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop, platformOwner } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });
const input = (payeeRef: string, amount = 10_001n) => ({
  write: write(),
  chargeRef: newRef(),
  payerRef: null,
  payeeRef,
  purpose: "DONATION",
  money: { amount, currency: "IDR" },
  description: "A donation",
});

it("tells the payer what to do, and keeps the rate that it was made with", async () => {
  const { charge } = await shop.charge({ amount: 10_001n });

  expect(charge).toMatchObject({
    status: "PENDING",
    amount: 10_001n,
    feePercentage: "0.0500",
    feeAmount: 501n,
    netAmount: 9500n,
    roundingAmount: "0.950000",
    provider: "SANDBOX",
  });
  expect(charge.instructions?.qr).toContain(charge.externalReference);
  expect(await shop.eventsOf(charge.chargeRef)).toEqual(["charge.created"]);
});

it("makes one charge of a request that is sent twice", async () => {
  const wish = input(newOwner().ownerRef);
  const first = await shop.payments.createCharge(operator, wish);
  const second = await shop.payments.createCharge(operator, { ...wish, chargeRef: newRef() });

  expect(second).toEqual({ result: first.result, isReplayed: true });
});

it("goes on where it stopped when the provider did not answer the first time", async () => {
  const wish = input(newOwner().ownerRef);
  await shop.control("troubles", { fail: 1 });
  await expect(shop.payments.createCharge(operator, wish)).rejects.toEqual(
    refusal("provider_unavailable"),
  );

  const { result } = await shop.payments.createCharge(operator, wish);
  expect(result).toMatchObject({ chargeRef: wish.chargeRef, status: "PENDING" });
  expect(result.instructions).not.toBeNull();
});

it("ends a charge that the provider refuses", async () => {
  const wish = input(newOwner().ownerRef);
  await shop.control("troubles", { refuse: 1 });
  await expect(shop.payments.createCharge(operator, wish)).rejects.toEqual(
    refusal("provider_refused"),
  );

  const ended = await shop.payments.getCharge(operator, wish.chargeRef);
  expect(ended).toMatchObject({ status: "FAILED", failureReason: "provider_refused" });
  expect(await shop.eventsOf(wish.chargeRef)).toEqual(["charge.created", "charge.failed"]);
});

it("refuses what the fee would take whole, before any provider hears of it", async () => {
  const payeeRef = newOwner().ownerRef;
  await shop.payments.setFeeRate(operator, {
    write: write(),
    payeeRef,
    provider: null,
    currency: "IDR",
    feeFixed: 2000n,
    feePercentage: "0",
  });

  await expect(shop.payments.createCharge(operator, input(payeeRef, 2000n))).rejects.toEqual(
    refusal("charge_too_small"),
  );
  const { result } = await shop.payments.createCharge(operator, input(payeeRef, 2001n));
  expect(result).toMatchObject({ feeAmount: 2000n, netAmount: 1n, feeFixed: 2000n });
});

it("answers a repetition with what was agreed to, whatever the fee has become since", async () => {
  const { ownerRef } = newOwner();
  const wish = input(ownerRef, 2_000n);
  const first = await shop.payments.createCharge(operator, wish);
  const rate = { write: write(), payeeRef: ownerRef, provider: null, currency: "IDR" };
  await shop.payments.setFeeRate(operator, { ...rate, feeFixed: 1n, feePercentage: "0.5" });
  const dearer = await shop.payments.createCharge(operator, { ...wish, chargeRef: newRef() });
  expect(dearer).toEqual({ ...first, isReplayed: true });

  // By now nothing would be left of it.
  const all = { ...rate, write: write(), feeFixed: 2_000n, feePercentage: "0" };
  await shop.payments.setFeeRate(operator, all);
  const again = await shop.payments.createCharge(operator, { ...wish, chargeRef: newRef() });
  expect(again).toEqual({ ...first, isReplayed: true });
  await expect(shop.payments.createCharge(operator, input(ownerRef, 2_000n))).rejects.toEqual(
    refusal("charge_too_small"),
  );
});

it("puts what was paid into the payee's PENDING wallet and the fee into the platform's", async () => {
  const feesBefore = BigInt((await shop.holds(platformOwner, "PLATFORM")) ?? "0");
  const { payee, charge } = await shop.paidCharge({ amount: 10_001n });

  expect(charge).toMatchObject({ status: "PAID", refundedAmount: 0n });
  expect(charge.paidAt).not.toBeNull();
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
  expect(BigInt((await shop.holds(platformOwner, "PLATFORM")) ?? "0") - feesBefore).toBe(501n);
  expect(await shop.eventsOf(charge.chargeRef)).toEqual(["charge.created", "payment.processed"]);
});

it("moves the money to CASH once the provider has settled it", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "settle");

  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("9500");
  expect(await shop.eventsOf(charge.chargeRef)).toEqual([
    "charge.created",
    "payment.processed",
    "charge.settled",
  ]);
});

it.each([
  ["fail", "FAILED", "charge.failed"],
  ["expire", "EXPIRED", "charge.expired"],
  ["cancel", "CANCELLED", "charge.cancelled"],
])("ends a charge that %ss, and moves nothing", async (action, status, event) => {
  const { payee, charge } = await shop.charge();
  await shop.happen(charge, action);

  expect(await shop.read(charge)).toMatchObject({ status, paidAt: null });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBeNull();
  expect(await shop.eventsOf(charge.chargeRef)).toEqual(["charge.created", event]);
});

it("keeps open what payments arrive in, so that nothing is paid to nowhere", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "refund");
  for (const type of ["PENDING", "CASH"] as const) {
    const wanted = { filters: { type }, limit: 1, cursor: undefined };
    const walletRef = (await shop.wallets.list(payee, wanted)).rows[0]?.wallet_ref ?? "";
    expect(await shop.holds(payee.ownerRef, type)).toBe("0");
    await expect(shop.wallets.close(payee, { write: write(), walletRef })).rejects.toEqual(
      refusal("wallet_receives_payments"),
    );
  }
});

it("shows a charge to its payee and to nobody else's payee", async () => {
  const { payee, charge } = await shop.charge();

  expect(await shop.payments.getCharge(payee, charge.chargeRef)).toEqual(charge);
  await expect(shop.payments.getCharge(newOwner(), charge.chargeRef)).rejects.toEqual(
    refusal("charge_not_found"),
  );
});

it("finds every charge that changed, in an order that skips none", async () => {
  const { charge } = await shop.paidCharge();
  const found: string[] = [];
  let position = "";
  // What is read below the horizon waits for every older transaction of the server, other tests' among them.
  const readOn = async () => {
    const page = await shop.payments.chargesAfter({ position, limit: 2 });
    found.push(...page.charges.map(({ chargeRef }) => chargeRef));
    position = page.position;
    return page.charges.map(({ chargeRef, status }) => `${chargeRef} ${status}`);
  };
  await expect.poll(readOn, { timeout: 20_000 }).toContain(`${charge.chargeRef} PAID`);
  await readOn();
  expect(found.filter((ref) => ref === charge.chargeRef)).toHaveLength(1);

  await shop.happen(charge, "settle");
  await expect.poll(readOn, { timeout: 20_000 }).toEqual([`${charge.chargeRef} SETTLED`]);
});

it("ends a charge that its provider never heard of, an hour after its time and not before", async () => {
  const wanted = input(newOwner().ownerRef);
  await shop.control("troubles", { fail: 1 });
  await expect(shop.payments.createCharge(operator, wanted)).rejects.toEqual(
    refusal("provider_unavailable"),
  );
  const statusAfter = async (age: string) => {
    await queryAs(
      shop.ownerUrl,
      `update payments.charges set check_at = now(), expires_at = now() - $2::interval where charge_ref = $1`,
      [wanted.chargeRef, age],
    );
    await shop.payments.runDue();
    return (await shop.payments.getCharge(operator, wanted.chargeRef)).status;
  };

  expect(await statusAfter("30 minutes")).toBe("PENDING");
  expect(await statusAfter("2 hours")).toBe("EXPIRED");
  expect(await shop.eventsOf(wanted.chargeRef)).toEqual(["charge.created", "charge.expired"]);
});
