import { afterAll, expect, it } from "vitest";
import { newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { applyCommands, commandOf } from "../../support/commands.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

const idr = (amount: string) => ({ amount, currency: "IDR" });
const openRef = async (currency = "IDR") => (await bank.openWallet({ currency })).wallet_ref;
const balanceOf = async (walletRef: string) =>
  (await bank.wallets.balance(operator, { walletRef, past: {} })).balance;

async function openPair(amount = "100", currency = "IDR") {
  const [ana, budi] = [await openRef(currency), await openRef(currency)];
  applied(await move.topUp({ wallet_ref: ana, amount, currency }));
  return { ana, budi, sides: { source_wallet_ref: ana, destination_wallet_ref: budi } };
}

const item = (from: string, to: string, amount: string, more = {}) => ({
  idempotency_key: newRef(),
  type: "TRANSFER",
  source_wallet_ref: from,
  destination_wallet_ref: to,
  ...idr(amount),
  ...more,
});

async function bulk(items: readonly unknown[]): Promise<string[]> {
  const results = await bank.transactions.submitBulk(operator, { write: write(null), items });
  return results.map((result) => {
    if ("problem" in result) return result.problem.code;
    return result.isReplayed ? "REPLAYED" : "APPLIED";
  });
}

it("is done once for many who send the same at once, and answers all of them alike", async () => {
  const { budi, sides } = await openPair();
  const key = newRef();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () =>
      move.transfer({ ...sides, ...idr("5"), hold: false }, { key }),
    ),
  );
  expect(new Set(outcomes.map(({ transaction }) => JSON.stringify(transaction))).size).toBe(1);
  expect(outcomes.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1);
  expect(await balanceOf(budi)).toBe("5");
});

it("does one of two different requests that race for one key, though they touch no common wallet", async () => {
  for (let round = 0; round < 8; round += 1) {
    const [one, other] = [await openPair(), await openPair()];
    const key = newRef();
    const outcomes = await Promise.all(
      [one, other].map(({ sides }) => move.transfer({ ...sides, ...idr("5") }, { key })),
    );
    expect(outcomes.map(({ code }) => code).toSorted()).toEqual([
      "APPLIED",
      "idempotency_key_reused",
    ]);
    const paid = await Promise.all([one, other].map(({ budi }) => balanceOf(budi)));
    expect(paid.toSorted()).toEqual(["0", "5"]);
  }
});

it("gives a reference to one of two that race for it, and remembers what the other was told", async () => {
  for (let round = 0; round < 8; round += 1) {
    const [one, other] = [await openPair(), await openPair()];
    const reference = newRef();
    const keys = [newRef(), newRef()];
    const send = () =>
      Promise.all(
        [one, other].map(({ sides }, index) =>
          move.transfer({ ...sides, ...idr("5"), reference }, { key: keys[index] ?? "" }),
        ),
      );
    const codes = (await send()).map(({ code }) => code);
    expect(codes.toSorted()).toEqual(["APPLIED", "reference_taken"]);
    expect((await send()).map(({ code }) => code)).toEqual(codes);
  }
});

it("knows a request again that is spelled otherwise", async () => {
  const { ana, budi, sides } = await openPair("100.00", "USD");
  const [key, effective] = [newRef(), "2026-01-01T00:00:00.000Z"];
  const body = {
    ...sides,
    amount: "1.5",
    currency: "USD",
    metadata: { a: "1", b: "2" },
    effective_at: effective,
  };
  const first = applied(await move.transfer(body, { key }));
  const again = await move.transfer(
    {
      currency: "USD",
      metadata: { b: "2", a: "1" },
      amount: "1.50",
      effective_at: "2026-01-01T07:00:00+07:00",
      destination_wallet_ref: budi.toLowerCase(),
      source_wallet_ref: ana.toLowerCase(),
      hold: false,
    },
    { key },
  );
  expect([again.isReplayed, again.transaction]).toEqual([true, first]);
});

it("answers what was scheduled as the first time, also when its time has passed", async () => {
  const { sides } = await openPair();
  const how = { key: newRef(), scheduledFor: new Date(Date.now() + 200).toISOString() };
  const first = applied(await move.transfer({ ...sides, ...idr("5") }, how));
  expect(await move.transfer({ ...sides, ...idr("5") }, how)).toMatchObject({ isReplayed: true });
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(await bank.transactions.runDue()).toBe(1);
  const late = await move.transfer({ ...sides, ...idr("5") }, how);
  expect([late.code, late.transaction]).toEqual(["APPLIED", first]);
});

it("refuses a promise that has run out before it was made", async () => {
  const { sides } = await openPair();
  const body = { ...sides, ...idr("5"), hold: true, expires_at: "2020-01-01T00:00:00Z" };
  // A refusal that is remembered is as right as one that is not; a promise that nobody can ever capture is not.
  expect(["validation_failed", "hold_expiry_passed"]).toContain((await move.transfer(body)).code);
});

it("applies a batch once that is sent again whole, in part, or in another order through another lane", async () => {
  const { ana, budi, sides } = await openPair();
  const commands = [1, 2, 3, 1000, 4].map((amount, index) =>
    commandOf(index + 1, { type: "TRANSFER", ...sides, amount }),
  );
  const send = (batch: readonly Record<string, unknown>[], lane: number) =>
    applyCommands(
      bank.appUrl,
      batch.map((command, index) => ({ ...command, n: index + 1 })),
      lane,
    );
  const first = await send(commands, 0);
  const replayed = first.map((reply) => ({ ...reply, replayed: true }));
  expect(first.map(({ code }) => code)).toEqual([
    undefined,
    undefined,
    undefined,
    "insufficient_funds",
    undefined,
  ]);
  expect(await send(commands, 0)).toEqual(replayed);
  expect(await send(commands.slice(1, 4), 5)).toEqual(replayed.slice(1, 4));
  expect(await send(commands.toReversed(), 3)).toEqual(replayed.toReversed());
  expect([await balanceOf(ana), await balanceOf(budi)]).toEqual(["90", "10"]);
});

it("answers the second of two equal items of a bulk as the first, and refuses one that only borrowed the key", async () => {
  const { ana, budi } = await openPair();
  const one = item(ana, budi, "5");
  const refused = item(ana, budi, "5000");
  expect(await bulk([one, one, { ...one, amount: "6" }, refused, refused])).toEqual([
    "APPLIED",
    "REPLAYED",
    "idempotency_key_reused",
    "insufficient_funds",
    "insufficient_funds",
  ]);
  expect(await balanceOf(budi)).toBe("5");
});

it("does nothing of a chain that repeats what the same bulk has been refused a moment before", async () => {
  const { ana, budi } = await openPair();
  const refused = item(ana, budi, "5000");
  const codes = await bulk([
    refused,
    { ...refused, chain: "c" },
    item(ana, budi, "1", { chain: "c" }),
  ]);
  expect(codes).toEqual(["insufficient_funds", "insufficient_funds", "linked_command_failed"]);
  expect(await balanceOf(budi)).toBe("0");
});

it("does nothing of a chain whose two members fight over one key", async () => {
  const { ana, budi } = await openPair();
  const one = item(ana, budi, "1", { chain: "c" });
  expect(await bulk([one, { ...one, amount: "2" }])).toEqual([
    "linked_command_failed",
    "idempotency_key_reused",
  ]);
  expect(await balanceOf(budi)).toBe("0");
});

it("shows the reversal of a split to those whose money it took and gave back", async () => {
  const { ana, budi } = await openPair();
  const split = applied(
    await move.post({
      ...idr("100"),
      source: { wallet_ref: ana },
      destinations: [
        { alias: "@fees", percent: "10" },
        { wallet_ref: budi, rest: true },
      ],
    }),
  );
  const back = applied(await move.reverse(split.transaction_ref)).transaction_ref;
  for (const wallet_ref of [ana, budi]) {
    const { rows } = await bank.transactions.list(operator, {
      filters: { wallet_ref },
      limit: 9,
      cursor: undefined,
    });
    expect(rows.map(({ transaction_ref }) => transaction_ref)).toContain(back);
  }
});

it("keeps the total of all wallets through transfers of many lanes in every direction, and never lets one go below nothing", async () => {
  const wallets = await Promise.all(Array.from({ length: 8 }, () => openRef()));
  for (const wallet_ref of wallets) applied(await move.topUp({ wallet_ref, ...idr("100") }));
  const totals: string[] = [];
  const isBusy = { now: true };
  const reader = (async () => {
    while (isBusy.now) {
      const [row] = await queryAs<{ total: string; least: string }>(
        bank.ownerUrl,
        `select sum(posted_credits - posted_debits)::text as total, min(posted_credits - posted_debits)::text as least
         from ledger.balances join ledger.accounts on accounts.id = account_id
         where owner_ref = any ($1)`,
        [wallets],
      );
      totals.push(row?.total ?? "");
      expect(BigInt(row?.least ?? "-1") >= 0n).toBe(true);
    }
  })();
  await Promise.all(
    Array.from({ length: 6 }, async (_each, lane) => {
      for (let round = 0; round < 10; round += 1) {
        const batch = wallets.map((from, index) => ({
          type: "TRANSFER",
          source_wallet_ref: from,
          destination_wallet_ref: wallets[(index + lane + 1) % wallets.length],
          amount: (((index + round) * 13) % 60) + 1,
        }));
        await applyCommands(bank.appUrl, lane % 2 === 0 ? batch : batch.toReversed(), lane);
      }
    }),
  );
  isBusy.now = false;
  await reader;
  expect(new Set(totals)).toEqual(new Set(["800"]));
});
