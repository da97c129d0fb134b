import { afterAll, expect, it } from "vitest";
import type { Charge } from "../../../src/payments/index.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import { newOwner, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openShop, platformOwner } from "../../support/shop.ts";

const shop = await openShop();
afterAll(() => shop.close());

type Wallet = { readonly owner: Caller; readonly ref: string };

async function openWallet(owner: Caller, type: "PENDING" | "CASH", currency = "IDR") {
  const input = { write: write(), ownerRef: owner.ownerRef, type, currency, slug: undefined };
  const { result } = await shop.wallets.open(operator, input);
  return result.wallet_ref;
}

const elsewhere = async (): Promise<Wallet> => {
  const owner = newOwner();
  return { owner, ref: await openWallet(owner, "CASH") };
};
const close = (walletRef: string) => shop.wallets.close(operator, { write: write(), walletRef });
const freeze = (walletRef: string) =>
  shop.wallets.freeze(operator, { write: write(), walletRef, mode: "CREDIT_ONLY" });
const unfreeze = (walletRef: string) =>
  shop.wallets.unfreeze(operator, { write: write(), walletRef });
const refund = (charge: Charge, amount?: bigint) =>
  shop.payments.refund(operator, { write: write(), chargeRef: charge.chargeRef, amount });
const held = async ({ ownerRef }: Caller, type: "PENDING" | "CASH") =>
  (await shop.holds(ownerRef, type)) ?? "0";

async function caseOf(charge: Charge) {
  const page = { filters: { is_open: true }, limit: 100, cursor: undefined };
  const { rows } = await shop.payments.listCases(page);
  const found = rows.filter(({ fault }) => fault.charge_ref === charge.chargeRef);
  expect(found).toHaveLength(1);
  return found[0] ?? expect.fail("There is no case.");
}

type Resolution = "RETRY" | "REDIRECT" | "CONFIRM" | "GIVE_UP";
async function resolve(charge: Charge, resolution: Resolution, walletRef?: string) {
  const input = { write: write(), caseRef: (await caseOf(charge)).case_ref, resolution, walletRef };
  return (await shop.payments.resolveCase(operator, input)).result;
}

/** What a charge, its postings and its provider say of each other. */
async function faultsOf({ chargeRef }: Charge) {
  await queryAs(
    shop.ownerUrl,
    "update payments.charges set reconcile_at = case when charge_ref = $1 then now() end",
    [chargeRef],
  );
  return (await shop.payments.reconcile()).faults;
}

/** A charge that its payer has paid, and whose payee's PENDING wallet was closed before. */
async function paidIntoNothing() {
  const payee = newOwner();
  await close(await openWallet(payee, "PENDING"));
  const { charge } = await shop.paidCharge({ payee });
  expect(charge.status).toBe("PENDING");
  return { payee, charge };
}

/** The same once an operator has sent the money to somebody else's wallet. */
async function paidElsewhere() {
  const { payee, charge } = await paidIntoNothing();
  const place = await elsewhere();
  await resolve(charge, "REDIRECT", place.ref);
  expect(await held(place.owner, "CASH")).toBe("9500");
  return { payee, charge: await shop.read(charge), place };
}

it("says which charge and which posting a closed wallet refuses, and tries in vain again", async () => {
  const { charge } = await paidIntoNothing();
  const refused = { code: "wallet_closed", movement: "PAY" };
  expect((await caseOf(charge)).fault).toMatchObject(refused);
  await resolve(charge, "RETRY");
  expect((await caseOf(charge)).fault).toMatchObject(refused);
});

it("takes what was paid into a wallet that an operator names, tells auditors, and settles it from there", async () => {
  const { payee, charge, place } = await paidElsewhere();
  expect(charge).toMatchObject({ status: "PAID" });
  expect(await shop.eventsOf(charge.chargeRef)).toContain("payment.processed");
  const [told] = await queryAs<{ payload: unknown }>(
    shop.ownerUrl,
    "select payload from platform.outbox_events where event_type = 'payment_case.resolved' and payload ->> 'wallet_ref' = $1",
    [place.ref],
  );
  expect(told?.payload).toMatchObject({ resolution: "REDIRECT", acted_by: operator.ownerRef });

  await shop.happen(charge, "settle");
  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  expect(await held(place.owner, "CASH")).toBe("0");
  expect(await held(payee, "CASH")).toBe("9500");
  await refund(charge);
  expect(await held(payee, "CASH")).toBe("0");
  expect(await faultsOf(charge)).toEqual([]);
});

it("gives back what lies elsewhere from where it lies", async () => {
  const { payee, charge, place } = await paidElsewhere();
  await refund(charge, 4_000n);
  expect(await held(place.owner, "CASH")).toBe("5700");
  await shop.happen(charge, "settle");
  expect(await held(payee, "CASH")).toBe("5700");
  expect(await faultsOf(charge)).toEqual([]);
});

it("brings back what a bank gave back to where it was taken from", async () => {
  const { charge, place } = await paidElsewhere();
  await shop.happen(charge, "chargeback");
  expect(await held(place.owner, "CASH")).toBe("0");
  await shop.happen(charge, "win-chargeback");
  expect(await held(place.owner, "CASH")).toBe("9500");
  expect(await faultsOf(charge)).toEqual([]);
});

it("parks what was paid with the platform, where it can be given back whole", async () => {
  const { charge } = await paidIntoNothing();
  const fees = BigInt((await shop.holds(platformOwner, "PLATFORM")) ?? "0");
  const filters = { owner_ref: platformOwner, type: "PLATFORM" as const, currency: "IDR" };
  const { rows } = await shop.wallets.list(operator, { filters, limit: 1, cursor: undefined });
  await resolve(charge, "REDIRECT", rows[0]?.wallet_ref);
  expect(BigInt((await shop.holds(platformOwner, "PLATFORM")) ?? "0")).toBe(fees + 10_000n);

  await refund(charge);
  expect(await shop.read(charge)).toMatchObject({ status: "REFUNDED" });
  expect(BigInt((await shop.holds(platformOwner, "PLATFORM")) ?? "0")).toBe(fees);
  expect(await faultsOf(charge)).toEqual([]);
});

it("takes what was paid into the payee's own CASH wallet, where it is settled already", async () => {
  const { payee, charge } = await paidIntoNothing();
  await resolve(charge, "REDIRECT", await walletRefOf(payee, "CASH"));
  expect(await held(payee, "CASH")).toBe("9500");
  await shop.happen(charge, "settle");
  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  expect(await held(payee, "CASH")).toBe("9500");
  await refund(charge);
  expect(await held(payee, "CASH")).toBe("0");
  expect(await faultsOf(charge)).toEqual([]);
});

it("settles what lies elsewhere where it lies, when all of the payee's wallets are closed", async () => {
  const { payee, charge, place } = await paidElsewhere();
  await close((await walletRefOf(payee, "CASH")) ?? "");
  await shop.happen(charge, "settle");
  expect((await caseOf(charge)).fault).toMatchObject({ movement: "SETTLE", code: "wallet_closed" });
  await resolve(charge, "REDIRECT", place.ref);
  expect(await shop.read(charge)).toMatchObject({ status: "SETTLED" });
  await refund(charge, 4_000n);
  expect(await held(place.owner, "CASH")).toBe("5700");
  expect(await faultsOf(charge)).toEqual([]);
});

it("takes a chargeback that was won into another wallet when the payee's was closed meanwhile", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "chargeback");
  await close((await walletRefOf(payee, "PENDING")) ?? "");
  await shop.happen(charge, "win-chargeback");
  expect((await caseOf(charge)).fault).toMatchObject({ movement: "CHARGEBACK_WON" });
  const place = await elsewhere();
  await resolve(charge, "REDIRECT", place.ref);
  expect(await held(place.owner, "CASH")).toBe("9500");

  await shop.happen(charge, "settle");
  expect(await held(payee, "CASH")).toBe("9500");
  expect(await faultsOf(charge)).toEqual([]);
});

it("does not let one charge lie in two wallets", async () => {
  const { payee, charge } = await shop.paidCharge();
  await shop.happen(charge, "chargeback", { amount: "4000" });
  const pending = (await walletRefOf(payee, "PENDING")) ?? "";
  await freeze(pending);
  await shop.happen(charge, "win-chargeback");
  await expect(resolve(charge, "REDIRECT", (await elsewhere()).ref)).rejects.toMatchObject({
    code: "redirect_splits_charge",
    extensions: { wallet_ref: pending },
  });

  await unfreeze(pending);
  await resolve(charge, "RETRY");
  expect(await held(payee, "PENDING")).toBe("9500");
});

it("takes a refund from where an operator sent the settlement", async () => {
  const { payee, charge } = await shop.paidCharge();
  await close((await walletRefOf(payee, "CASH")) ?? "");
  await shop.happen(charge, "settle");
  const place = await elsewhere();
  await resolve(charge, "REDIRECT", place.ref);
  expect(await held(place.owner, "CASH")).toBe("9500");

  await refund(charge);
  expect(await held(place.owner, "CASH")).toBe("0");
  const open = { isOpen: true, limit: 10, cursor: undefined };
  expect((await shop.payments.listReceivables(payee, open)).rows).toEqual([]);
  expect(await faultsOf(charge)).toEqual([]);
});

it("collects what was spent from the wallet that it had been sent to", async () => {
  const { payee, charge, place } = await paidElsewhere();
  const body = { wallet_ref: place.ref, amount: "9000", currency: "IDR" };
  await shop.transactions.withdraw(operator, { manner: { write: write() }, body });
  await shop.happen(charge, "chargeback");
  const open = { isOpen: true, limit: 10, cursor: undefined };
  const owed = await shop.payments.listReceivables(payee, open);
  expect(owed.rows).toEqual([
    expect.objectContaining({ amount: "9000", wallet_ref: place.ref, payee_wallet: "PENDING" }),
  ]);

  const later = await shop.paidCharge({ payee: place.owner });
  await shop.happen(later.charge, "settle");
  await shop.payments.collectReceivables();
  expect(await held(place.owner, "CASH")).toBe("500");
  expect((await shop.payments.listReceivables(payee, open)).rows).toEqual([]);
  expect(await faultsOf(charge)).toEqual([]);
});

it("names no wallet that cannot take it, and gives up nothing that was paid", async () => {
  const { charge } = await paidIntoNothing();
  const dollars = await openWallet(newOwner(), "CASH", "USD");
  const closed = await openWallet(newOwner(), "CASH");
  await close(closed);
  for (const ref of [dollars, closed]) {
    await expect(resolve(charge, "REDIRECT", ref)).rejects.toMatchObject({
      code: "wallet_cannot_take",
    });
  }
  for (const resolution of ["REDIRECT", "CONFIRM", "GIVE_UP"] as const) {
    await expect(resolve(charge, resolution)).rejects.toMatchObject({
      code: "resolution_not_possible",
    });
  }
});

it("lets one of two operators decide, and the money lies where that one said", async () => {
  const { charge } = await paidIntoNothing();
  const { case_ref: caseRef } = await caseOf(charge);
  const places = [await elsewhere(), await elsewhere()];
  const outcomes = await Promise.allSettled(
    places.map(({ ref }) => {
      const input = { write: write(), caseRef, resolution: "REDIRECT" as const, walletRef: ref };
      return shop.payments.resolveCase(operator, input);
    }),
  );
  const codes = outcomes.map((end) => (end.status === "rejected" ? end.reason.code : "decided"));
  expect([...codes].sort()).toEqual(["case_closed", "decided"]);
  const sums = await Promise.all(places.map(({ owner }) => held(owner, "CASH")));
  expect(sums).toEqual(codes.map((code) => (code === "decided" ? "9500" : "0")));
  expect(await faultsOf(charge)).toEqual([]);
});

it("believes the ledger where the money went, though it was redirected while it was posted", async () => {
  const payee = newOwner();
  const pending = await openWallet(payee, "PENDING");
  await freeze(pending);
  const { charge } = await shop.paidCharge({ payee });
  const { subject_ref: movementRef } = await caseOf(charge);
  await unfreeze(pending);
  // As if the schedule had posted it this very moment and had not yet written that down.
  const leg = (direction: "DEBIT" | "CREDIT", amount: string, at: object) => ({
    ...{ direction, amount, currency: "IDR" },
    ...at,
  });
  await shop.transactions.postLegs(operator, {
    manner: { write: write(`payments:${movementRef}:2`) },
    body: {
      type: "POSTING",
      legs: [
        leg("DEBIT", "9500", { alias: "@world" }),
        leg("CREDIT", "9500", { wallet_ref: pending }),
      ],
      reference: `payments:${movementRef}`,
    },
  });
  const place = await elsewhere();
  await resolve(charge, "REDIRECT", place.ref);
  expect(await shop.read(charge)).toMatchObject({ status: "PAID" });

  await shop.happen(charge, "settle");
  expect(await held(place.owner, "CASH")).toBe("0");
  expect(await held(payee, "PENDING")).toBe("0");
  expect(await held(payee, "CASH")).toBe("9500");
});

it("keeps the books whole through all of it", async () => {
  const report = await shop.api.get("/v1/ledger/integrity");
  expect(report.body).toMatchObject({ ok: true });
});

async function walletRefOf(owner: Caller, type: "PENDING" | "CASH") {
  const filters = { owner_ref: owner.ownerRef, type };
  const { rows } = await shop.wallets.list(operator, { filters, limit: 1, cursor: undefined });
  return rows[0]?.wallet_ref;
}
