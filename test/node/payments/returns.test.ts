import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import type { Charge } from "../../../src/payments/index.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import { newOwner, newRef, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop, platformOwner } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

const refusal = (code: string) => expect.objectContaining({ name: "Problem", code });
const refund = (chargeRef: string, amount?: bigint) =>
  shop.payments.refund(operator, { write: write(), chargeRef, amount });
const held = async (owner: string, type: "PENDING" | "CASH" | "PLATFORM") =>
  BigInt((await shop.holds(owner, type)) ?? "0");

it("gives back payee's and platform's shares", async () => {
  const feesBefore = await held(platformOwner, "PLATFORM");
  const { payee, charge } = await shop.paidCharge({ amount: 10_000n });
  const { result } = await refund(charge.chargeRef);

  expect(result).toMatchObject({ status: "COMPLETED", amount: "10000", net_amount: "9500" });
  expect(await shop.read(charge)).toMatchObject({ status: "REFUNDED", refundedAmount: 10_000n });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
  expect(await held(platformOwner, "PLATFORM")).toBe(feesBefore);
  expect(await shop.eventsOf(charge.chargeRef)).toContain("charge.refunded");
});

it("takes a refund from CASH once the charge was settled", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "settle");
  await refund(charge.chargeRef, 4000n);

  expect(await shop.read(charge)).toMatchObject({ status: "PARTIALLY_REFUNDED" });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("5700");
});

it("settles what a partial refund left", async () => {
  const { payee, charge } = await shop.paidCharge();
  await refund(charge.chargeRef, 4000n);
  await shop.happen(charge, "settle");

  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("5700");
});

it("books a refund that the provider made without being asked", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "refund", { amount: "1000" });

  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("8550");
  const [made] = await shop.payments.listRefunds(operator, charge.chargeRef);
  expect(made).toMatchObject({ amount: "1000", status: "COMPLETED" });
});

it("never gives back more than was paid, whoever asks at the same moment", async () => {
  const { payee, charge } = await shop.paidCharge();
  const outcomes = await Promise.allSettled(
    [6000n, 6000n, 6000n].map((amount) => refund(charge.chargeRef, amount)),
  );

  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(outcomes).toContainEqual({
    status: "rejected",
    reason: refusal("refund_exceeds_charge"),
  });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("3800");
});

it("gives nothing back of what was not paid", async () => {
  const { charge } = await shop.charge();
  await expect(refund(charge.chargeRef)).rejects.toEqual(refusal("charge_not_refundable"));
  await expect(
    shop.payments.settle(operator, { write: write(), chargeRef: charge.chargeRef }),
  ).rejects.toEqual(refusal("charge_not_settleable"));
});

it("asks the provider again for a refund that it did not answer to", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.control("troubles", { fail: 1 });
  const { result } = await refund(charge.chargeRef);
  expect(result.status).toBe("REQUESTED");

  await queryAs(
    shop.ownerUrl,
    "update payments.refunds set check_at = now() where refund_ref = $1",
    [result.refund_ref],
  );
  await shop.payments.runDue();
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
});

it("frees what a refused refund had laid claim to", async () => {
  const { charge } = await shop.paidCharge();
  await shop.control("troubles", { refuse: 1 });
  const { result } = await refund(charge.chargeRef);
  expect(result).toMatchObject({ status: "FAILED", failure_reason: "provider_refused" });

  expect((await refund(charge.chargeRef)).result.status).toBe("COMPLETED");
});

it("sends a refund once, though its request is repeated while the provider is at it", async () => {
  const { charge } = await shop.paidCharge();
  const asked = { write: write(), chargeRef: charge.chargeRef, amount: 4000n };
  await shop.control("troubles", { fail: 1 });
  const { result } = await shop.payments.refund(operator, asked);
  await queryAs(
    shop.ownerUrl,
    "update payments.refunds set status = 'SENT' where refund_ref = $1",
    [result.refund_ref],
  );
  await shop.control("troubles", { refuse: 1 });
  const again = await shop.payments.refund(operator, asked);
  await shop.control("troubles", { refuse: 0 });

  expect(again).toMatchObject({ isReplayed: true, result: { status: "SENT" } });
  // It still lays claim to its part.
  await expect(refund(charge.chargeRef, 7000n)).rejects.toEqual(refusal("refund_exceeds_charge"));
});

it("takes a provider's no for nothing where it has given the money back before", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.control(`charges/${charge.externalReference}/refund`, {
    amount: "4000",
    silent: true,
  });
  // As if its first yes had been lost.
  await shop.control("troubles", { refuse: 1 });
  const { result } = await refund(charge.chargeRef, 4000n);

  expect(result).toMatchObject({ status: "COMPLETED", failure_reason: null });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("5700");
});

it("leaves it to a person when more goes back than was paid", async () => {
  const { charge } = await shop.paidCharge();
  await shop.happen(charge, "chargeback");
  const observed = await advance(charge, { status: "CHARGEBACK", refunded_amount: "4000" });
  expect(observed).toMatchObject({ movement: null, fault: { code: "returned_twice" } });
});

it("moves nothing for the chargeback of what was given back already", async () => {
  const { charge } = await shop.paidCharge();
  await refund(charge.chargeRef);
  const observed = await advance(charge, { status: "CHARGEBACK", refunded_amount: "10000" });
  expect(observed).toMatchObject({ movement: null, fault: null, charge: { status: "REFUNDED" } });
});

it("believes that a chargeback was won only who says how much, or whom an operator believes", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "chargeback");
  const word = { status: "PAID", refunded_amount: "0" };
  expect(await advance(charge, word)).toMatchObject({ fault: { code: "goes_backwards" } });
  expect(await advance(charge, { ...word, charged_back_amount: "-1" })).toMatchObject({
    fault: { code: "chargeback_unclear" },
  });
  expect(await advance(charge, word, { is_late_accepted: true })).toMatchObject({
    movement: { kind: "CHARGEBACK_WON", net_amount: "9500", fee_amount: "500" },
  });
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
});

it("comes to exactly the whole in whatever parts a charge is given back", async () => {
  const parts = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(parts, async (amounts) => {
      const feesBefore = await held(platformOwner, "PLATFORM");
      const { payee, charge } = await shop.paidCharge({ amount: 10_001n });
      for (const amount of amounts) {
        await refund(charge.chargeRef, BigInt(amount)).catch(() => undefined);
      }
      await refund(charge.chargeRef).catch(() => undefined);
      expect(await shop.read(charge)).toMatchObject({ status: "REFUNDED" });
      expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
      expect(await held(platformOwner, "PLATFORM")).toBe(feesBefore);
    }),
    { numRuns: 4 },
  );
});

it("takes a chargeback from what is there, and the payee owes the rest until they have it", async () => {
  const payee = newOwner();
  const { charge } = await shop.paidCharge({ payee });
  await shop.happen(charge, "settle");
  await spend(payee, 9000n);
  const platformBefore = await held(platformOwner, "PLATFORM");
  await shop.happen(charge, "chargeback");

  expect(await shop.read(charge)).toMatchObject({ status: "CHARGEBACK" });
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("0");
  // Its fee, and what the payee no longer had.
  expect(platformBefore - (await held(platformOwner, "PLATFORM"))).toBe(500n + 9000n);
  const owed = await shop.payments.listReceivables(payee, {
    isOpen: true,
    limit: 10,
    cursor: undefined,
  });
  expect(owed.rows).toEqual([expect.objectContaining({ amount: "9000", collected_amount: "0" })]);

  const later = await shop.paidCharge({ payee });
  await shop.happen(later.charge, "settle");
  await shop.payments.collectReceivables();
  await shop.payments.collectReceivables();
  expect(await shop.holds(payee.ownerRef, "CASH")).toBe("500");
  expect(await held(platformOwner, "PLATFORM")).toBe(platformBefore - 9500n + 500n + 9000n);
  const still = { isOpen: true, limit: 10, cursor: undefined };
  expect((await shop.payments.listReceivables(payee, still)).rows).toEqual([]);
});

it("leaves a whole debt where the payee's wallet is frozen, and takes it from there afterwards", async () => {
  const { payee, charge } = await shop.paidCharge();
  const wallets = await shop.wallets.list(operator, {
    filters: { owner_ref: payee.ownerRef, type: "PENDING" },
    limit: 1,
    cursor: undefined,
  });
  const walletRef = wallets.rows[0]?.wallet_ref ?? "";
  await shop.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
  await shop.happen(charge, "chargeback");

  expect(await shop.read(charge)).toMatchObject({ status: "CHARGEBACK" });
  const page = { isOpen: true, limit: 10, cursor: undefined };
  const owed = await shop.payments.listReceivables(payee, page);
  expect(owed.rows).toEqual([expect.objectContaining({ amount: "9500" })]);

  // It is still where it was, and nothing else would ever move it.
  await shop.wallets.unfreeze(operator, { write: write(), walletRef });
  await shop.payments.collectReceivables();
  expect(await shop.holds(payee.ownerRef, "PENDING")).toBe("0");
  expect((await shop.payments.listReceivables(payee, page)).rows).toEqual([]);
});

it("keeps the books whole through all of it", async () => {
  const report = await shop.api.get("/v1/ledger/integrity");
  expect(report.body).toMatchObject({ ok: true });
});

/** What the next step would be, were this the provider's word. */
async function advance(
  { chargeRef, externalReference }: Charge,
  word: object,
  operatorsWord: object = {},
) {
  const observed = {
    ...{ charge_ref: chargeRef, external_reference: externalReference, currency: "IDR" },
    ...{ amount: "10000", is_settled: false, asks_again: false, failure_reason: null, ...word },
  };
  const refs = { charge_ref: chargeRef, movement_ref: newRef(), refund_ref: newRef() };
  const [row] = await queryAs<{ reply: unknown }>(
    shop.ownerUrl,
    "select payments.advance_charge($1::jsonb) as reply",
    [JSON.stringify({ ...refs, ...operatorsWord, observed })],
  );
  return row?.reply;
}

async function spend(payee: Caller, amount: bigint): Promise<void> {
  const wallets = await shop.wallets.list(payee, {
    filters: { type: "CASH" },
    limit: 1,
    cursor: undefined,
  });
  await shop.transactions.withdraw(operator, {
    manner: { write: write() },
    body: {
      wallet_ref: wallets.rows[0]?.wallet_ref ?? "",
      amount: `${amount}`,
      currency: "IDR",
    },
  });
}
