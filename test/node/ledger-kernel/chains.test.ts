import { afterAll, expect, inject, it } from "vitest";
import { servicesOf } from "../../../src/services.ts";
import { configFor, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { applyCommands } from "../../support/commands.ts";
import { groupLanes } from "../../support/group-lanes.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);
const gathered = servicesOf(configFor(bank.appUrl, inject("testStack").proxyUrl), groupLanes);

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

const openRef = async () => (await bank.openWallet()).wallet_ref;
const balanceOf = async (walletRef: string) =>
  bank.wallets.balance(operator, { walletRef, past: {} });

async function funded(amount = "100"): Promise<string> {
  const wallet = await openRef();
  applied(await move.topUp({ wallet_ref: wallet, amount, currency: "IDR" }));
  return wallet;
}

const item = (from: string, to: string, amount: string, more = {}) => ({
  idempotency_key: newRef(),
  type: "TRANSFER",
  source_wallet_ref: from,
  destination_wallet_ref: to,
  amount,
  currency: "IDR",
  ...more,
});

type Result = Awaited<ReturnType<typeof bank.transactions.submitBulk>>[number];
const codeOf = (result: Result | undefined) =>
  result && ("problem" in result ? result.problem.code : "APPLIED");

async function bulk(items: readonly unknown[], services = bank) {
  return services.transactions.submitBulk(operator, { write: write(null), items });
}

it("does many chains of one batch each whole or not at all, whichever member poisons one", async () => {
  const chains = await Promise.all(
    Array.from({ length: 24 }, async (_each, number) => {
      const wallets = [await funded(), await openRef(), await openRef()] as const;
      const poisoned = number % 4;
      const [a, b, c] = wallets;
      const steps = [
        [a, b, "60"],
        [b, c, "50"],
        [c, a, "40"],
      ] as const;
      const items = steps.map(([from, to, amount], place) =>
        item(from, to, place === poisoned ? "100000" : amount, { chain: `chain ${number}` }),
      );
      return { wallets, poisoned, items };
    }),
  );

  const results = await bulk(chains.flatMap(({ items }) => items));

  for (const [number, { wallets, poisoned }] of chains.entries()) {
    const own = results.slice(number * 3, number * 3 + 3);
    const isWhole = poisoned === 3;
    expect(own.map(codeOf)).toEqual(
      [0, 1, 2].map((place) => {
        if (isWhole) return "APPLIED";
        return place === poisoned ? "insufficient_funds" : "linked_command_failed";
      }),
    );
    const balances = await Promise.all(wallets.map(balanceOf));
    expect(balances.map(({ balance }) => balance)).toEqual(
      isWhole ? ["80", "10", "10"] : ["100", "0", "0"],
    );
    // The top-up is all that the first wallet has seen of a chain that broke.
    expect(balances.map(({ version }) => version)).toEqual(isWhole ? [3, 2, 2] : [1, 0, 0]);
  }
});

it("names the culprit to the others of its chain, also to those before it", async () => {
  const [a, b] = [await funded(), await openRef()];
  const results = await bulk([
    item(a, b, "10", { chain: "c" }),
    item(b, a, "11", { chain: "c" }),
    item(a, b, "10", { chain: "c" }),
  ]);
  const fields = results.map((result) => ("problem" in result ? result.problem.extensions : {}));
  expect(results.map(codeOf)).toEqual([
    "linked_command_failed",
    "insufficient_funds",
    "linked_command_failed",
  ]);
  const culprit = fields[1]?.transaction_ref;
  expect(culprit).toMatch(/^[0-9A-Z]{26}$/);
  expect([fields[0]?.failed_transaction_ref, fields[2]?.failed_transaction_ref]).toEqual([
    culprit,
    culprit,
  ]);
});

it("lets a chain spend what its own earlier member brought", async () => {
  const [a, b, c] = [await funded("5"), await openRef(), await openRef()];
  const links = { chain: "relay" };
  const results = await bulk([
    { ...item(a, b, "5"), ...links },
    { ...item(b, c, "5"), ...links },
    { ...item(c, a, "5"), ...links },
  ]);
  expect(results.map(codeOf)).toEqual(["APPLIED", "APPLIED", "APPLIED"]);
  expect(await balanceOf(a)).toMatchObject({ balance: "5", version: 3 });
});

it("undoes a chain's captures, voids, reversals, limits and versions when its last member fails", async () => {
  const [payer, shop] = [await funded("1000"), await openRef()];
  await bank.wallets.setLimit(operator, {
    write: write(),
    walletRef: payer,
    direction: "DEBIT",
    period: "DAY",
    most: { amount: 500n, currency: "IDR" },
    timeZone: "UTC",
  });
  const pay = { source_wallet_ref: payer, destination_wallet_ref: shop, currency: "IDR" };
  const captured = applied(
    await move.transfer({ ...pay, amount: "100", hold: true }),
  ).transaction_ref;
  const voided = applied(await move.transfer({ ...pay, amount: "50", hold: true })).transaction_ref;
  const paid = applied(await move.transfer({ ...pay, amount: "30" })).transaction_ref;
  const look = async () => ({
    balances: (await Promise.all([payer, shop].map(balanceOf))).map(
      ({ as_of: _, ...rest }) => rest,
    ),
    limit: (await bank.wallets.limits(operator, payer)).map(({ used }) => used),
    originals: await Promise.all(
      [captured, voided, paid].map(async (ref) => {
        const { status, reversed_amount, hold, audit } = await bank.transactions.get(operator, ref);
        return { status, reversed_amount, hold, audit };
      }),
    ),
    events: await Promise.all([captured, voided, paid].map(bank.eventsOf)),
  });
  const before = await look();
  const acts = [
    { type: "CAPTURE", original_ref: captured, amount: 60 },
    { type: "CAPTURE", original_ref: captured, amount: 10, is_final: true },
    { type: "VOID", original_ref: voided },
    { type: "REVERSAL", original_ref: paid, amount: 20 },
    { type: "TRANSFER", source_wallet_ref: payer, destination_wallet_ref: shop, amount: 5 },
    {
      type: "TRANSFER",
      source_wallet_ref: payer,
      destination_wallet_ref: shop,
      amount: 5,
      is_hold: true,
    },
  ].map((act) => ({ ...act, chain: "all of it" }));

  const broken = await applyCommands(bank.appUrl, [
    ...acts,
    { type: "WITHDRAWAL", source_wallet_ref: shop, amount: 10_000, chain: "all of it" },
  ]);
  expect(broken.map(({ code }) => code)).toEqual([
    ...acts.map(() => "linked_command_failed"),
    "insufficient_funds",
  ]);
  expect(await look()).toEqual(before);

  const whole = await applyCommands(bank.appUrl, acts);
  expect(whole.map(({ code }) => code)).toEqual(acts.map(() => undefined));
  expect(await balanceOf(shop)).toMatchObject({ balance: "85", pending_in: "5" });
  expect((await bank.wallets.limits(operator, payer))[0]?.used).toBe("90");
});

it("does nothing of a chain whose key was used for something else before", async () => {
  const [a, b] = [await funded(), await openRef()];
  const used = newRef();
  applied(await move.topUp({ wallet_ref: a, amount: "1", currency: "IDR" }, { key: used }));
  const results = await bulk([
    item(a, b, "10", { chain: "c" }),
    item(a, b, "10", { chain: "c", idempotency_key: used }),
  ]);
  expect(results.map(codeOf)).toEqual(["linked_command_failed", "idempotency_key_reused"]);
  expect((await balanceOf(b)).balance).toBe("0");
});

it("does nothing of a chain that repeats a refused command under its old key", async () => {
  const [a, b] = [await funded(), await openRef()];
  const refused = item(a, b, "1000");
  expect((await bulk([refused])).map(codeOf)).toEqual(["insufficient_funds"]);
  const results = await bulk([{ ...refused, chain: "c" }, item(a, b, "10", { chain: "c" })]);
  expect(results.map(codeOf)).toEqual(["insufficient_funds", "linked_command_failed"]);
  expect((await balanceOf(b)).balance).toBe("0");
});

it("answers a chain that is sent again as the first time, broken or whole", async () => {
  const [a, b] = [await funded(), await openRef()];
  const broken = [item(a, b, "1", { chain: "c" }), item(a, b, "1000", { chain: "c" })];
  const whole = [item(a, b, "1", { chain: "d" }), item(a, b, "2", { chain: "d" })];
  const first = (await bulk([...broken, ...whole])).map(codeOf);
  expect(first).toEqual(["linked_command_failed", "insufficient_funds", "APPLIED", "APPLIED"]);
  expect((await bulk([...broken, ...whole])).map(codeOf)).toEqual(first);
  expect((await balanceOf(b)).balance).toBe("3");
});

it("keeps chains apart that two requests have given the same name", async () => {
  const [a, b, c] = [await funded(), await funded(), await openRef()];
  // The first request keeps the lane busy, so that the other two are gathered into its next batch.
  const [, broken, whole] = await Promise.all([
    bulk([item(a, c, "1")], { ...bank, ...gathered }),
    bulk([item(a, c, "1", { chain: "a" }), item(a, c, "1000", { chain: "a" })], {
      ...bank,
      ...gathered,
    }),
    bulk([item(b, c, "1", { chain: "a" }), item(b, c, "2", { chain: "a" })], {
      ...bank,
      ...gathered,
    }),
  ]);
  expect(broken.map(codeOf)).toEqual(["linked_command_failed", "insufficient_funds"]);
  expect(whole.map(codeOf)).toEqual(["APPLIED", "APPLIED"]);
});

it("refuses a whole chain for an item that cannot be read, before anything is tried", async () => {
  const [a, b] = [await funded(), await openRef()];
  const results = await bulk([
    item(a, b, "1", { chain: "c" }),
    item(a, b, "1"),
    item(a, b, "1.5", { chain: "c" }),
  ]);
  expect(results.map(codeOf)).toEqual(["linked_command_failed", "APPLIED", "validation_failed"]);
  expect((await balanceOf(b)).balance).toBe("1");
});
