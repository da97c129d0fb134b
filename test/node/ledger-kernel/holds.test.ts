import { afterAll, expect, it } from "vitest";
import { newOwner, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { applyCommands } from "../../support/commands.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

const idr = (amount: string) => ({ amount, currency: "IDR" });
const openRef = async (owner = newOwner()) => (await bank.openWallet({ owner })).wallet_ref;
const balanceOf = (walletRef: string) => bank.wallets.balance(operator, { walletRef, past: {} });
const holdOf = async (ref: string) => (await bank.transactions.get(operator, ref)).hold;
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function openPair(amount = "1000") {
  const [payer, shop] = [await openRef(), await openRef()];
  applied(await move.topUp({ wallet_ref: payer, ...idr(amount) }));
  const sides = { source_wallet_ref: payer, destination_wallet_ref: shop };
  const hold = async (sum: string, more = {}) =>
    applied(await move.transfer({ ...sides, ...idr(sum), hold: true, ...more })).transaction_ref;
  return { payer, shop, sides, hold };
}

it("captures in parts, never more than is left, and all that is left when asked for nothing in particular", async () => {
  const { payer, shop, hold } = await openPair();
  const ref = await hold("600");
  expect((await move.capture(ref, { amount: "601" })).fields).toMatchObject({ remaining: "600" });
  expect(applied(await move.capture(ref, { amount: "200" })).amount).toBe("200");
  expect((await move.capture(ref, { amount: "401" })).code).toBe("amount_exceeds_remaining");
  expect(applied(await move.capture(ref)).amount).toBe("400");
  expect((await move.capture(ref, { amount: "1" })).code).toBe("hold_ended");
  expect(await balanceOf(payer)).toMatchObject({
    balance: "400",
    available: "400",
    pending_out: "0",
  });
  expect(await balanceOf(shop)).toMatchObject({ balance: "600", pending_in: "0" });
  expect(await holdOf(ref)).toMatchObject({ status: "CAPTURED", captured: "600", remaining: "0" });
});

it("gives back the rest with a final capture, of which the payer can dispose at once", async () => {
  const { payer, shop, sides, hold } = await openPair();
  const ref = await hold("1000");
  expect((await move.transfer({ ...sides, ...idr("1") })).code).toBe("insufficient_funds");
  applied(await move.capture(ref, { amount: "300", final: true }));
  applied(await move.transfer({ ...sides, ...idr("700") }));
  expect([(await balanceOf(payer)).balance, (await balanceOf(shop)).balance]).toEqual([
    "0",
    "1000",
  ]);
  expect(await holdOf(ref)).toMatchObject({ status: "CAPTURED", captured: "300" });
});

it("voids what is left of a hold that was captured in part, and keeps what was captured", async () => {
  const { payer, hold } = await openPair();
  const ref = await hold("600");
  applied(await move.capture(ref, { amount: "200" }));
  expect(applied(await move.void(ref)).amount).toBe("400");
  expect(await balanceOf(payer)).toMatchObject({ balance: "800", available: "800" });
  expect(await bank.transactions.get(operator, ref)).toMatchObject({
    status: "COMPLETED",
    hold: { status: "VOIDED", captured: "200" },
  });
});

it("lets only the one to whom it was promised, or an operator, give a promise back", async () => {
  const [ana, shopkeeper, stranger] = [newOwner(), newOwner(), newOwner()];
  const sides = {
    source_wallet_ref: await openRef(ana),
    destination_wallet_ref: await openRef(shopkeeper),
  };
  applied(await move.topUp({ wallet_ref: sides.source_wallet_ref, ...idr("10") }));
  const held = applied(
    await move.transfer({ ...sides, ...idr("10"), hold: true }, { caller: ana }),
  );
  const ref = held.transaction_ref;
  for (const act of ["void", "capture"] as const) {
    expect((await move[act](ref, {}, { caller: stranger })).code).toBe("transaction_not_found");
  }
  expect((await move.void(ref, {}, { caller: ana })).code).toBe("not_yours_to_return");
  applied(await move.void(ref, {}, { caller: shopkeeper }));
  expect((await balanceOf(sides.source_wallet_ref)).available).toBe("10");
});

it("ends a promise that ran out before it looks at what is available, though no sweeper came by", async () => {
  const { payer, shop, sides, hold } = await openPair("100");
  const ref = await hold("100", { expires_at: soon(150) });
  expect((await move.transfer({ ...sides, ...idr("100") })).code).toBe("insufficient_funds");
  await pause(200);
  expect(await balanceOf(payer)).toMatchObject({ available: "100", pending_out: "0" });
  applied(await move.transfer({ ...sides, ...idr("100") }));
  expect(await holdOf(ref)).toMatchObject({ status: "EXPIRED", captured: "0" });
  expect((await move.capture(ref)).code).toBe("hold_expired");
  expect((await move.void(ref)).code).toBe("hold_expired");
  expect((await balanceOf(shop)).pending_in).toBe("0");
  expect(await bank.eventsOf(ref)).toEqual(["transaction.held", "transaction.expired"]);
});

it("ends as many promises as there can be before it says that there is too little", async () => {
  const { payer, shop, sides } = await openPair("1000");
  const expires_at = soon(3_000);
  await applyCommands(
    bank.appUrl,
    Array.from({ length: 1_000 }, () => ({
      type: "TRANSFER",
      ...sides,
      amount: 1,
      is_hold: true,
      expires_at,
    })),
  );
  await pause(Math.max(0, Date.parse(expires_at) - Date.now()) + 50);
  expect((await balanceOf(payer)).available).toBe("1000");
  expect((await move.transfer({ ...sides, ...idr("1000") })).code).toBe("APPLIED");
  expect((await balanceOf(shop)).balance).toBe("1000");
});

it("never captures a promise that has run out, in whichever batch the clock catches it", async () => {
  const { shop, hold } = await openPair("2000");
  const expires_at = soon(1_500);
  const refs = await Promise.all(Array.from({ length: 8 }, () => hold("10", { expires_at })));
  const captured = new Set<string>();
  while (Date.now() < Date.parse(expires_at) + 150) {
    for (const ref of refs) {
      const askedAt = Date.now();
      const { code, transaction } = await move.capture(ref, { amount: "1" });
      if (transaction) {
        captured.add(transaction.transaction_ref);
        expect(transaction.created_at < expires_at).toBe(true);
      } else if (askedAt < Date.parse(expires_at))
        expect(["hold_expired", "hold_ended"]).toContain(code);
      else expect(code).toMatch(/^hold_(expired|ended)$/);
    }
  }
  expect((await balanceOf(shop)).balance).toBe(`${captured.size}`);
});

it("captures through any lane a withdrawal that another lane has promised to the outside", async () => {
  const payer = await openRef();
  await applyCommands(
    bank.appUrl,
    [{ type: "TOPUP", destination_wallet_ref: payer, amount: 100 }],
    1,
  );
  const ref = newRef();
  const held = {
    type: "WITHDRAWAL",
    source_wallet_ref: payer,
    amount: 100,
    is_hold: true,
    transaction_ref: ref,
  };
  await applyCommands(bank.appUrl, [held], 2);
  // The batch has a top-up beside it, so that this lane's own stripe of @world is at hand as well.
  const [, captured] = await applyCommands(
    bank.appUrl,
    [
      { type: "TOPUP", destination_wallet_ref: payer, amount: 7 },
      { type: "CAPTURE", original_ref: ref, amount: 60 },
    ],
    5,
  );
  expect(captured?.code).toBeUndefined();
  const [voided] = await applyCommands(bank.appUrl, [{ type: "VOID", original_ref: ref }], 6);
  expect(voided?.code).toBeUndefined();
  expect(await balanceOf(payer)).toMatchObject({ balance: "47", available: "47" });
});

it("promises from and to platform wallets, and captures and expires them through another lane", async () => {
  const [platform, payee] = [
    (await bank.openWallet({ type: "PLATFORM" })).wallet_ref,
    (await bank.openWallet({ type: "PLATFORM" })).wallet_ref,
  ];
  const sides = { source_wallet_ref: platform, destination_wallet_ref: payee };
  const [captured, lapsed] = [newRef(), newRef()];
  await applyCommands(
    bank.appUrl,
    [
      { type: "TRANSFER", ...sides, amount: 50, is_hold: true, transaction_ref: captured },
      {
        type: "TRANSFER",
        ...sides,
        amount: 9,
        is_hold: true,
        transaction_ref: lapsed,
        expires_at: soon(100),
      },
    ],
    3,
  );
  await pause(150);
  await applyCommands(bank.appUrl, [{ type: "CAPTURE", original_ref: captured, amount: 20 }], 4);
  await bank.transactions.expireHolds();
  expect(await holdOf(lapsed)).toMatchObject({ status: "EXPIRED" });
  expect(await balanceOf(platform)).toMatchObject({ balance: "-20", pending_out: "30" });
  expect(await balanceOf(payee)).toMatchObject({ balance: "20", pending_in: "30" });
});

it("decides two captures and a void of one batch in their order", async () => {
  const { payer, hold } = await openPair("1000");
  const acts = async (ref: string, ...types: (readonly [string, number?])[]) => {
    const commands = types.map(([type, amount]) => ({
      type,
      original_ref: ref,
      ...(amount && { amount }),
    }));
    return (await applyCommands(bank.appUrl, commands)).map(({ code }) => code ?? "APPLIED");
  };
  expect(await acts(await hold("100"), ["CAPTURE", 60], ["CAPTURE", 60], ["VOID"])).toEqual([
    "APPLIED",
    "amount_exceeds_remaining",
    "APPLIED",
  ]);
  expect(await acts(await hold("100"), ["VOID"], ["CAPTURE", 60], ["CAPTURE"])).toEqual([
    "APPLIED",
    "hold_ended",
    "hold_ended",
  ]);
  expect(await acts(await hold("100"), ["CAPTURE", 60], ["CAPTURE"], ["VOID"])).toEqual([
    "APPLIED",
    "APPLIED",
    "hold_ended",
  ]);
  expect(await balanceOf(payer)).toMatchObject({
    balance: "840",
    available: "840",
    pending_out: "0",
  });
});

it("ends each hold once and never pays out more than it, however many connections race", async () => {
  const { payer, shop, hold } = await openPair("1000");
  const refs = await Promise.all(Array.from({ length: 10 }, () => hold("100")));
  const outcomes = await Promise.all(
    refs.flatMap((ref) => [
      ...["60", "60", "30"].map((amount) => move.capture(ref, { amount })),
      move.void(ref),
      move.capture(ref, { amount: "10", final: true }),
    ]),
  );
  const moved = outcomes.reduce(
    (sum, { transaction }) =>
      sum + (transaction?.type === "CAPTURE" ? BigInt(transaction.amount) : 0n),
    0n,
  );
  const holds = await Promise.all(refs.map(holdOf));
  for (const each of holds) {
    expect(["CAPTURED", "VOIDED"]).toContain(each?.status);
    expect(BigInt(each?.captured ?? "101") <= 100n).toBe(true);
  }
  expect(holds.reduce((sum, each) => sum + BigInt(each?.captured ?? 0), 0n)).toBe(moved);
  expect((await balanceOf(shop)).balance).toBe(`${moved}`);
  expect(await balanceOf(payer)).toMatchObject({
    balance: `${1000n - moved}`,
    available: `${1000n - moved}`,
    pending_out: "0",
  });
});

it("lets a frozen wallet's promise be given back and run out, and nothing be taken of it", async () => {
  const { payer, hold } = await openPair("100");
  const [given, lapsing] = [await hold("50"), await hold("50", { expires_at: soon(200) })];
  await bank.wallets.freeze(operator, { write: write(), walletRef: payer, mode: "ALL" });
  expect((await move.capture(given)).code).toBe("wallet_frozen");
  applied(await move.void(given));
  await pause(250);
  expect(await bank.transactions.expireHolds()).toBeGreaterThanOrEqual(1);
  expect(await holdOf(lapsing)).toMatchObject({ status: "EXPIRED" });
  expect((await balanceOf(payer)).available).toBe("100");
});

it("announces every end of a promise once", async () => {
  const { hold } = await openPair("1000");
  const [captured, voided] = [await hold("10"), await hold("10")];
  applied(await move.capture(captured, { amount: "4" }));
  applied(await move.capture(captured, { amount: "4", final: true }));
  applied(await move.void(voided));
  expect(await bank.eventsOf(captured)).toEqual([
    "transaction.held",
    "transaction.captured",
    "transaction.captured",
  ]);
  expect(await bank.eventsOf(voided)).toEqual(["transaction.held", "transaction.voided"]);
  const sequences = await queryAs<{ sequence: string }>(
    bank.ownerUrl,
    "select sequence::text from platform.outbox_events where aggregate_ref = $1 order by outbox_events.sequence",
    [captured],
  );
  expect(sequences.map(({ sequence }) => sequence)).toEqual(["1", "2", "3"]);
});
