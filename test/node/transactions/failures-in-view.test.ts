import { expect, it } from "vitest";
import type { Caller } from "../../../src/platform/caller.ts";
import { newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { openCustomers } from "../../support/customers.ts";
import { applied, createMover, type Outcome } from "../../support/mover.ts";
import { callerWith } from "../../support/people.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);
const idr = (amount: string) => ({ amount, currency: "IDR" });

const listOf = async (caller: Caller, filters = {}) =>
  (await bank.transactions.list(caller, { filters, limit: 50, cursor: undefined })).rows;
const seesRef = (caller: Caller, ref: string) =>
  bank.transactions.get(caller, ref).then(
    () => true,
    (error: { code: string }) => {
      expect(error.code).toBe("transaction_not_found");
      return false;
    },
  );
const refOf = ({ fields }: Outcome) => String(fields.transaction_ref);

it("puts nothing that a stranger tried in vain before the owner of the wallet, under whichever code it failed", async () => {
  const { ana, budi: stranger, hers, his } = await openCustomers(bank, move);
  const reference = newRef();
  applied(await move.topUp({ wallet_ref: his, ...idr("1"), reference }, { caller: stranger }));
  const theft = { source_wallet_ref: hers, destination_wallet_ref: his, description: "Look at me" };
  const tried = [
    await move.transfer({ ...theft, ...idr("1") }, { caller: stranger }),
    await move.transfer({ ...theft, ...idr("1"), reference }, { caller: stranger }),
    await move.withdraw({ wallet_ref: hers, ...idr("1"), reference }, { caller: stranger }),
    await move.topUp({ wallet_ref: hers, ...idr("1"), reference }, { caller: stranger }),
    await move.post(
      { ...idr("1"), source: { wallet_ref: hers }, destination: { wallet_ref: his }, reference },
      { caller: stranger },
    ),
  ];
  const items = [
    { type: "TRANSFER", ...theft, ...idr("1") },
    { type: "TOPUP", wallet_ref: newRef(), ...idr("1") },
  ].map((item) => ({ idempotency_key: newRef(), chain: "c", ...item }));
  const chained = await bank.transactions.submitBulk(stranger, { write: write(null), items });
  const codes = [
    ...tried.map(({ code }) => code),
    ...chained.map((each) => ("problem" in each ? each.problem.code : "APPLIED")),
  ];
  expect(new Set(codes)).toEqual(
    new Set(["wallet_not_found", "reference_taken", "linked_command_failed"]),
  );

  const refs = [
    ...tried.map(refOf),
    ...chained.flatMap((each) =>
      "problem" in each ? [String(each.problem.extensions.transaction_ref)] : [],
    ),
  ];
  for (const ref of refs) {
    expect([ref, await seesRef(ana, ref), await seesRef(stranger, ref)]).toEqual([
      ref,
      false,
      true,
    ]);
  }
  for (const filters of [{}, { wallet_ref: hers }, { status: "FAILED" } as const]) {
    const shown = (await listOf(ana, filters)).map(({ transaction_ref }) => transaction_ref);
    expect(shown.filter((ref) => refs.includes(ref))).toEqual([]);
  }
  expect((await listOf(operator, { wallet_ref: hers })).length).toBeGreaterThan(5);
});

it("goes on showing both sides a promise that was given back", async () => {
  const { ana, budi: shopkeeper, hers, his } = await openCustomers(bank, move);
  const sides = { source_wallet_ref: hers, destination_wallet_ref: his };
  const held = applied(
    await move.transfer({ ...sides, ...idr("10"), hold: true }, { caller: ana }),
  );
  const ref = held.transaction_ref;
  applied(await move.void(ref, {}, { caller: shopkeeper }));
  for (const caller of [ana, shopkeeper]) {
    expect((await bank.transactions.get(caller, ref)).failure?.code).toBe("hold_voided");
    const shown = await listOf(caller, { status: "FAILED" });
    expect(shown.map(({ transaction_ref }) => transaction_ref)).toEqual([ref]);
  }
});

it("goes on showing both sides what was kept for its time and then could not be done", async () => {
  const { budi: payee, his } = await openCustomers(bank, move);
  // Somebody who exists, because whoever may not ask for it any more is told that and nothing of their money.
  const ana = await callerWith(bank, "user");
  const { wallet_ref: hers } = await bank.openWallet({ owner: ana });
  const scheduledFor = new Date(Date.now() + 300).toISOString();
  const body = { source_wallet_ref: hers, destination_wallet_ref: his, ...idr("5000") };
  const ref = applied(await move.transfer(body, { caller: ana, scheduledFor })).transaction_ref;
  await expect
    .poll(async () => {
      await bank.transactions.runDue();
      return (await bank.transactions.get(ana, ref)).failure?.code;
    })
    .toBe("insufficient_funds");
  expect(await seesRef(payee, ref)).toBe(true);
});

it("shows a payer nothing of what the payee tried in vain with the payment", async () => {
  const { ana, budi: payee, hers, his } = await openCustomers(bank, move);
  const sides = { source_wallet_ref: hers, destination_wallet_ref: his };
  const paid = applied(await move.transfer({ ...sides, ...idr("10") }, { caller: ana }));
  const ref = paid.transaction_ref;
  expect((await move.reverse(ref, { amount: "11" }, { caller: payee })).code).toBe(
    "amount_exceeds_remaining",
  );
  applied(await move.reverse(ref, { amount: "4" }, { caller: payee }));
  const actsFor = async (caller: Caller) =>
    (await bank.transactions.get(caller, ref)).acts.map(({ status }) => status);
  expect(await actsFor(ana)).toEqual(["COMPLETED"]);
  expect(await actsFor(payee)).toEqual(["FAILED", "COMPLETED"]);
});

it("does not tell who posts legs how much of another's limit is used", async () => {
  const { ana, hers, his } = await openCustomers(bank, move);
  await bank.wallets.setLimit(operator, {
    write: write(),
    walletRef: his,
    direction: "CREDIT",
    period: "DAY",
    most: { amount: 500n, currency: "IDR" },
    timeZone: "UTC",
  });
  applied(await move.topUp({ wallet_ref: his, ...idr("123") }));
  const other = (await bank.openWallet()).wallet_ref;
  const split = {
    ...idr("411"),
    source: { wallet_ref: hers },
    destinations: [
      { wallet_ref: his, amount: "401" },
      { wallet_ref: other, rest: true },
    ],
  };
  const refused = await move.post(split, { caller: ana });
  expect([refused.code, refused.fields.wallet_ref]).toEqual(["limit_exceeded", his]);
  const seen = await bank.transactions.get(ana, refOf(refused));
  // What was asked of the wallet is the caller's own figure; what it may get and has got is not.
  expect(JSON.stringify([refused.fields, refused.detail, seen.failure])).not.toMatch(
    /\b(123|500)\b/,
  );
  const told = await move.post(split);
  expect(told.fields).toMatchObject({ limit: "500", used: "123" });
});
