import { Client } from "pg";
import { afterAll, expect, it } from "vitest";
import { newOwner, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { applyCommands, commandOf } from "../../support/commands.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

const idr = (amount: string) => ({ amount, currency: "IDR" });
const openRef = async (owner = newOwner()) => (await bank.openWallet({ owner })).wallet_ref;
const balanceOf = async (walletRef: string) =>
  (await bank.wallets.balance(operator, { walletRef, past: {} })).balance;
const read = (ref: string) => bank.transactions.get(operator, ref);

async function openPair(amount = "1000") {
  const [payer, payee] = [await openRef(), await openRef()];
  applied(await move.topUp({ wallet_ref: payer, ...idr(amount) }));
  return { payer, payee, sides: { source_wallet_ref: payer, destination_wallet_ref: payee } };
}

it("takes back a transfer in parts until nothing is left, linked both ways", async () => {
  const { payer, payee, sides } = await openPair();
  const paid = applied(await move.transfer({ ...sides, ...idr("300") })).transaction_ref;
  const part = applied(await move.reverse(paid, { amount: "100", reason: "Broken" }));
  expect(part).toMatchObject({
    type: "REVERSAL",
    source_wallet_ref: payee,
    destination_wallet_ref: payer,
    original_transaction_ref: paid,
  });
  expect(await read(paid)).toMatchObject({ lifecycle: "SUCCESS", reversed_amount: "100" });
  expect((await move.reverse(paid, { amount: "201" })).fields).toMatchObject({ remaining: "200" });
  const rest = applied(await move.reverse(paid));
  expect(await read(paid)).toMatchObject({
    lifecycle: "REVERSED",
    reversed_amount: "300",
    reversals: [
      { transaction_ref: part.transaction_ref, amount: "100", reason: "Broken" },
      { transaction_ref: rest.transaction_ref, amount: "200", reason: null },
    ],
  });
  expect([await balanceOf(payer), await balanceOf(payee)]).toEqual(["1000", "0"]);
  expect(await bank.eventsOf(paid)).toEqual([
    "transaction.completed",
    "transaction.reversed",
    "transaction.reversed",
  ]);
});

it("takes back a top-up, a withdrawal and a capture", async () => {
  const { payer, payee, sides } = await openPair("100");
  const brought = applied(await move.topUp({ wallet_ref: payer, ...idr("50") })).transaction_ref;
  expect(applied(await move.reverse(brought, { amount: "20" })).source_wallet_ref).toBe(payer);
  expect(await balanceOf(payer)).toBe("130");
  const taken = applied(await move.withdraw({ wallet_ref: payer, ...idr("30") })).transaction_ref;
  expect(applied(await move.reverse(taken)).destination_wallet_ref).toBe(payer);
  expect(await balanceOf(payer)).toBe("130");

  const held = applied(
    await move.transfer({ ...sides, ...idr("100"), hold: true }),
  ).transaction_ref;
  const captured = applied(await move.capture(held, { amount: "70" })).transaction_ref;
  expect((await move.reverse(held)).code).toBe("transaction_not_reversible");
  applied(await move.reverse(captured));
  expect([await balanceOf(payer), await balanceOf(payee)]).toEqual(["130", "0"]);
  // What was captured and came back is not promised again.
  expect((await read(held)).hold).toMatchObject({ status: "ACTIVE", remaining: "30" });
});

it("takes back many legs whole, and only whole", async () => {
  const { payer, payee } = await openPair("1000");
  const split = applied(
    await move.post({
      ...idr("1000"),
      source: { wallet_ref: payer },
      destinations: [
        { alias: "@fees", percent: "2.5" },
        { wallet_ref: payee, rest: true },
      ],
    }),
  ).transaction_ref;
  expect((await move.reverse(split, { amount: "999" })).code).toBe("partial_reversal_of_many_legs");
  const whole = applied(await move.reverse(split, { amount: "1000" }));
  expect((await read(whole.transaction_ref)).legs).toMatchObject([
    { wallet_ref: payer, direction: "CREDIT", amount: "1000" },
    { alias: "@fees", direction: "DEBIT", amount: "25" },
    { wallet_ref: payee, direction: "DEBIT", amount: "975" },
  ]);
  expect((await move.reverse(split)).code).toBe("transaction_already_reversed");
  expect([await balanceOf(payer), await balanceOf(payee)]).toEqual(["1000", "0"]);
});

it("takes back an exchange in all of its currencies", async () => {
  const rupiah = (await openPair("16250")).payer;
  const dollars = (await bank.openWallet({ currency: "USD" })).wallet_ref;
  const exchanged = applied(
    await move.post({
      type: "EXCHANGE",
      rate: { numerator: "16250", denominator: "1" },
      legs: [
        { wallet_ref: rupiah, direction: "DEBIT", ...idr("16250") },
        { alias: "@clearing", direction: "CREDIT", ...idr("16250") },
        { alias: "@clearing", direction: "DEBIT", amount: "1.00", currency: "USD" },
        { wallet_ref: dollars, direction: "CREDIT", amount: "1.00", currency: "USD" },
      ],
    }),
  ).transaction_ref;
  applied(await move.reverse(exchanged));
  expect([await balanceOf(rupiah), await balanceOf(dollars)]).toEqual(["16250", "0.00"]);
});

it("never takes back a reversal, a void, a hold or a refusal", async () => {
  const { sides } = await openPair("100");
  const paid = applied(await move.transfer({ ...sides, ...idr("10") })).transaction_ref;
  const back = applied(await move.reverse(paid)).transaction_ref;
  const held = applied(await move.transfer({ ...sides, ...idr("10"), hold: true })).transaction_ref;
  const voided = applied(await move.void(held)).transaction_ref;
  const refused = await move.transfer({ ...sides, ...idr("1000") });
  for (const ref of [back, voided, held, String(refused.fields.transaction_ref)]) {
    expect((await move.reverse(ref)).code).toBe("transaction_not_reversible");
  }
});

it("reverses every transaction once, whole, for two who ask at once with keys of their own", async () => {
  const { payer, payee, sides } = await openPair("1000");
  const paid = await Promise.all(
    Array.from({ length: 20 }, async () =>
      applied(await move.transfer({ ...sides, ...idr("50") })),
    ),
  );
  const codes = await Promise.all(
    paid.map(({ transaction_ref }) =>
      Promise.all([1, 2].map(async () => (await move.reverse(transaction_ref)).code)),
    ),
  );
  for (const pair of codes)
    expect(pair.toSorted()).toEqual(["APPLIED", "transaction_already_reversed"]);
  expect([await balanceOf(payer), await balanceOf(payee)]).toEqual(["1000", "0"]);
});

it("never gives back more in parts than came, however many ask at once, in one batch or in many", async () => {
  const { payee, sides } = await openPair("1000");
  const paid = applied(await move.transfer({ ...sides, ...idr("100") })).transaction_ref;
  applied(await move.transfer({ ...sides, ...idr("900") }));
  const batch = applyCommands(
    bank.appUrl,
    Array.from({ length: 5 }, () => ({ type: "REVERSAL", original_ref: paid, amount: 15 })),
  );
  const single = Array.from({ length: 10 }, () => move.reverse(paid, { amount: "15" }));
  const outcomes = [
    ...(await batch).map(({ code }) => code ?? "APPLIED"),
    ...(await Promise.all(single)).map(({ code }) => code),
  ];
  expect(outcomes.filter((code) => code === "APPLIED")).toHaveLength(6);
  expect(new Set(outcomes)).toEqual(new Set(["APPLIED", "amount_exceeds_remaining"]));
  expect((await read(paid)).reversed_amount).toBe("90");
  expect(await balanceOf(payee)).toBe("910");
});

it("gives a payment's limit back with the payment, to the window it came from", async () => {
  const { payer, sides } = await openPair("1000");
  await bank.wallets.setLimit(operator, {
    write: write(),
    walletRef: payer,
    direction: "DEBIT",
    period: "DAY",
    most: { amount: 100n, currency: "IDR" },
    timeZone: "Asia/Jakarta",
  });
  const used = async () => (await bank.wallets.limits(operator, payer))[0]?.used;
  const paid = applied(await move.transfer({ ...sides, ...idr("100") })).transaction_ref;
  expect((await move.transfer({ ...sides, ...idr("1") })).code).toBe("limit_exceeded");
  applied(await move.reverse(paid, { amount: "40" }));
  expect(await used()).toBe("60");
  expect((await move.transfer({ ...sides, ...idr("41") })).code).toBe("limit_exceeded");
  applied(await move.transfer({ ...sides, ...idr("40") }));
  expect(await used()).toBe("100");
});

it("reverses money between two platform wallets once, though each lane has stripes of its own", async () => {
  const [here, there] = [
    (await bank.openWallet({ type: "PLATFORM" })).wallet_ref,
    (await bank.openWallet({ type: "PLATFORM" })).wallet_ref,
  ];
  const paid = newRef();
  const transfer = {
    type: "TRANSFER",
    source_wallet_ref: here,
    destination_wallet_ref: there,
    amount: 80,
  };
  await applyCommands(bank.appUrl, [{ ...transfer, transaction_ref: paid }], 1);
  const reversal = { type: "REVERSAL", original_ref: paid };
  // Opens the stripes of both lanes, so that nothing but the original is between them.
  for (const lane of [2, 3]) await applyCommands(bank.appUrl, [{ ...transfer, amount: 1 }], lane);

  const first = new Client({ connectionString: bank.appUrl });
  await first.connect();
  await first.query("begin");
  await first.query("select transactions.apply(2, $1::jsonb)", [
    JSON.stringify([commandOf(1, reversal)]),
  ]);
  const second = applyCommands(bank.appUrl, [reversal, { ...transfer, amount: 1 }], 3).catch(
    String,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  await first.query("commit");
  await first.end();

  expect(await second).toMatchObject([{ code: "transaction_already_reversed" }, {}]);
  expect((await read(paid)).reversed_amount).toBe("80");
});
