import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { newOwner, operator, write } from "../../support/bank.ts";
import { openShop, platformOwner } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const held = async (owner: string, type: "PENDING" | "CASH" | "PLATFORM") =>
  BigInt((await shop.holds(owner, type)) ?? "0");
const refund = (chargeRef: string, amount?: bigint) =>
  shop.payments.refund(operator, { write: write(), chargeRef, amount });

it("moves nothing when a bank only asks", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "inquire");

  expect(await shop.read(charge)).toMatchObject({ status: "PAID", chargedBackAmount: 0n });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");
});

it("gives the money back when a chargeback is won, and the status with it", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "settle");
  const feesBefore = await held(platformOwner, "PLATFORM");
  await shop.happen(charge, "chargeback");
  expect(await shop.read(charge)).toMatchObject({
    status: "CHARGEBACK",
    chargedBackAmount: 10_000n,
  });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("0");

  await shop.happen(charge, "win-chargeback");
  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED", chargedBackAmount: 0n });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("9500");
  expect(await held(platformOwner, "PLATFORM")).toBe(feesBefore);
  expect(await shop.eventsOf(charge.chargeRef)).toEqual([
    "charge.created",
    "payment.processed",
    "charge.settled",
    "charge.charged_back",
    "charge.chargeback_won",
  ]);
});

it("takes no more than a bank did, and settles the rest", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "chargeback", { amount: "4000" });
  expect(await shop.read(charge)).toMatchObject({
    status: "PARTIALLY_REFUNDED",
    chargedBackAmount: 4_000n,
    refundedAmount: 0n,
  });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("5700");

  await shop.happen(charge, "settle");
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("5700");
  await expect(refund(charge.chargeRef, 6_001n)).rejects.toMatchObject({
    code: "refund_exceeds_charge",
  });
  await refund(charge.chargeRef);
  expect(await shop.read(charge)).toMatchObject({ status: "CHARGEBACK", refundedAmount: 6_000n });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("0");
});

it("settles what came back before it was settled, like the rest", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "chargeback");
  await shop.happen(charge, "win-chargeback");
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("9500");

  await shop.happen(charge, "settle");
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("9500");
});

it("takes back from what was won what the payee still owes for it", async () => {
  const payee = newOwner();
  const { charge } = await shop.paidCharge({ payee });
  await shop.happen(charge, "settle");
  const { rows } = await shop.wallets.list(payee, {
    filters: { type: "CASH" },
    limit: 1,
    cursor: undefined,
  });
  const wallet_ref = rows[0]?.wallet_ref ?? "";
  await shop.transactions.withdraw(operator, {
    manner: { write: write() },
    body: { wallet_ref, amount: "9000", currency: "IDR" },
  });
  await shop.happen(charge, "chargeback");
  await shop.happen(charge, "win-chargeback");
  await shop.payments.collectReceivables();

  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("500");
  const open = { isOpen: true, limit: 10, cursor: undefined };
  expect((await shop.payments.listReceivables(payee, open)).rows).toEqual([]);
});

it("takes a bank's latest word, however mixed up it is told", async () => {
  const { payee, charge } = await shop.paidCharge();
  const path = `charges/${charge.externalReference}`;
  await shop.control(`${path}/chargeback`, { held: true });
  await shop.control(`${path}/win-chargeback`, { silent: true });
  await shop.control(`${path}/chargeback`, { held: true, copies: 3 });
  await shop.control("release", { order: "reversed" });

  expect(await shop.read(charge)).toMatchObject({ status: "CHARGEBACK" });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
});

it("loses no unit in whatever parts money goes back and comes again", async () => {
  const steps = fc.array(
    fc.record({
      action: fc.constantFrom("chargeback", "win-chargeback", "refund"),
      amount: fc.integer({ min: 1, max: 6000 }).map(String),
    }),
    { minLength: 2, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (happening) => {
      const feesBefore = await held(platformOwner, "PLATFORM");
      const { payee, charge } = await shop.paidCharge({ amount: 10_001n });
      for (const { action, amount } of happening) {
        // What is left may be less than that; the provider says no then.
        await shop.happen(charge, action, { amount }).catch(() => undefined);
      }
      const now = await shop.read(charge);
      const left = now.amount - now.refundedAmount - now.chargedBackAmount;
      const net = await held(payee.ownerRef, "PENDING");
      const fee = (await held(platformOwner, "PLATFORM")) - feesBefore;
      expect(net + fee).toBe(left);
      const gone = now.amount - left;
      expect(net).toBe(now.netAmount - (now.netAmount * gone) / now.amount);
    }),
    { numRuns: 6 },
  );
});

it("keeps the books whole through all of it", async () => {
  const report = await shop.api.get("/v1/ledger/integrity");
  expect(report.body).toMatchObject({ ok: true });
});
