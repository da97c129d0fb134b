import { expect, it } from "vitest";
import { newOwner, openTestBank, operator } from "../../support/bank.ts";
import { applyCommands } from "../../support/commands.ts";

const bank = await openTestBank();

type Filters = Parameters<typeof bank.wallets.mutations>[1]["filters"];

const page = (walletRef: string, filters: Filters = {}, limit = 100, cursor?: string) =>
  bank.wallets.mutations(operator, { walletRef, filters, limit, cursor });

async function topUp(walletRef: string, amount: number, lane = 0) {
  const [reply] = await applyCommands(
    bank.appUrl,
    [{ type: "TOPUP", amount, destination_wallet_ref: walletRef }],
    lane,
  );
  expect(reply?.code).toBeUndefined();
  return reply;
}

async function readAll(walletRef: string, limit: number, betweenPages: () => Promise<unknown>) {
  const rows: Awaited<ReturnType<typeof page>>["rows"][number][] = [];
  let cursor: string | undefined;
  do {
    const { rows: found, nextCursor } = await page(walletRef, {}, limit, cursor);
    rows.push(...found);
    cursor = nextCursor ?? undefined;
    if (cursor !== undefined) await betweenPages();
  } while (cursor !== undefined);
  return rows;
}

it("shows each change with the balance after it, newest first, in the currency's decimals", async () => {
  const owner = newOwner();
  const { wallet_ref: source } = await bank.openWallet({ owner, currency: "USD" });
  const { wallet_ref: destination } = await bank.openWallet({ currency: "USD" });
  const effectiveAt = "2026-01-01T00:00:00.000Z";
  const [topUpReply, transferReply] = await applyCommands(bank.appUrl, [
    { type: "TOPUP", amount: 1_000, currency: "USD", destination_wallet_ref: source },
    {
      type: "TRANSFER",
      amount: 250,
      currency: "USD",
      source_wallet_ref: source,
      destination_wallet_ref: destination,
      effective_at: effectiveAt,
    },
  ]);
  const { rows, nextCursor } = await bank.wallets.mutations(owner, {
    walletRef: source,
    filters: {},
    limit: 10,
    cursor: undefined,
  });

  const shared = {
    wallet_ref: source,
    stripe: 0,
    currency: "USD",
    journal_ref: expect.any(String),
  };
  expect(nextCursor).toBeNull();
  expect(rows).toEqual([
    {
      ...shared,
      transaction_ref: transferReply?.transaction_ref,
      version: 2,
      mutation_type: "DEBIT",
      amount: "2.50",
      balance_after: "7.50",
      recorded_at: transferReply?.recorded_at,
      effective_at: effectiveAt,
    },
    {
      ...shared,
      transaction_ref: topUpReply?.transaction_ref,
      version: 1,
      mutation_type: "CREDIT",
      amount: "10.00",
      balance_after: "10.00",
      recorded_at: topUpReply?.recorded_at,
      effective_at: topUpReply?.recorded_at,
    },
  ]);
});

it("shows everything that was there before the first page exactly once, however much is written meanwhile", async () => {
  const { wallet_ref: walletRef } = await bank.openWallet();
  for (let turn = 0; turn < 12; turn += 1) await topUp(walletRef, 1);

  const rows = await readAll(walletRef, 5, () =>
    Promise.all([topUp(walletRef, 1), topUp(walletRef, 1)]),
  );

  expect(rows.map(({ version }) => version)).toEqual(
    Array.from({ length: 12 }, (_entry, index) => 12 - index),
  );
});

it("shows the entries of every stripe of a platform wallet exactly once while all lanes write", async () => {
  const { wallet_ref: walletRef } = await bank.openWallet({ type: "PLATFORM" });
  const lanes = [0, 1, 2];
  const writeEverywhere = () => Promise.all(lanes.map((lane) => topUp(walletRef, 1, lane)));
  for (let turn = 0; turn < 5; turn += 1) await writeEverywhere();

  const rows = await readAll(walletRef, 4, writeEverywhere);

  const places = rows.map(({ stripe, version }) => `${stripe}/${version}`);
  expect(new Set(places).size).toBe(places.length);
  const before = lanes.flatMap((lane) => [1, 2, 3, 4, 5].map((version) => `${lane}/${version}`));
  expect(places).toEqual(expect.arrayContaining(before));
  expect(rows.map(({ recorded_at }) => recorded_at)).toEqual(
    rows
      .map(({ recorded_at }) => recorded_at)
      .toSorted()
      .reverse(),
  );
});

it("filters by type and by time, from one moment to just before the other", async () => {
  const [{ wallet_ref: source }, { wallet_ref: other }] = [
    await bank.openWallet(),
    await bank.openWallet(),
  ];
  const transfer = { type: "TRANSFER", source_wallet_ref: source, destination_wallet_ref: other };
  await topUp(source, 100);
  await applyCommands(bank.appUrl, [{ ...transfer, amount: 1 }]);
  await topUp(source, 100);
  await applyCommands(bank.appUrl, [{ ...transfer, amount: 2 }]);
  const all = (await page(source)).rows;
  const versionsOf = async (filters: Filters) =>
    (await page(source, filters)).rows.map(({ version }) => version);

  expect(await versionsOf({ mutation_type: "DEBIT" })).toEqual([4, 2]);
  expect(await versionsOf({ mutation_type: "CREDIT" })).toEqual([3, 1]);
  const [from, to] = [String(all[2]?.recorded_at), String(all[0]?.recorded_at)];
  const within = all.filter(({ recorded_at }) => recorded_at >= from && recorded_at < to);
  expect(await versionsOf({ from, to })).toEqual(within.map(({ version }) => version));
  expect(await versionsOf({ from: to, to: from })).toEqual([]);
  const debits = { from, mutation_type: "DEBIT" } as const;
  const first = await page(source, debits, 1);
  expect(first.rows.map(({ version }) => version)).toEqual([4]);
  const second = await page(source, debits, 1, first.nextCursor ?? undefined);
  expect(second.rows.map(({ version }) => version)).toEqual([2]);
});

it("opens a page only of the wallet and the filters that its cursor was made for", async () => {
  const [{ wallet_ref: mine }, { wallet_ref: other }] = [
    await bank.openWallet(),
    await bank.openWallet(),
  ];
  for (const walletRef of [mine, mine, other]) await topUp(walletRef, 1);
  const cursor = (await page(mine, {}, 1)).nextCursor ?? undefined;

  const changed = { code: "cursor_filters_changed" };
  await expect(page(other, {}, 1, cursor)).rejects.toMatchObject(changed);
  await expect(page(mine, { mutation_type: "CREDIT" }, 1, cursor)).rejects.toMatchObject(changed);
});
