import { afterAll, expect, it } from "vitest";
import { refusalCatalogue } from "../../../src/transactions/refusal-of.ts";
import { newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { applyCommands, type LedgerReply } from "../../support/commands.ts";
import { queryAs } from "../../support/database.ts";

const bank = await openTestBank();
const most = 1_000;

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

type Fields = Record<string, unknown>;
const openRef = async () => (await bank.openWallet()).wallet_ref;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const send = (commands: readonly Fields[]) => applyCommands(bank.appUrl, commands);
const endOf = ({ code }: LedgerReply) => code ?? "done";

async function fundedRef(amount = 1_000_000): Promise<string> {
  const wallet = await openRef();
  await send([{ type: "TOPUP", destination_wallet_ref: wallet, amount }]);
  return wallet;
}

const holdOf = (from: string, to: string, more: Fields = {}): Fields => ({
  type: "TRANSFER",
  source_wallet_ref: from,
  destination_wallet_ref: to,
  amount: 1,
  is_hold: true,
  expires_at: inAnHour(),
  ...more,
});

const holdsOf = (count: number, from: string, to: string): Fields[] =>
  Array.from({ length: count }, () => holdOf(from, to));

/** How many of each end there were. */
function countOf(replies: readonly LedgerReply[]): Record<string, number> {
  const ends = Map.groupBy(replies, endOf);
  return Object.fromEntries([...ends].map(([end, group]) => [end, group.length]));
}

const setLimit = (walletRef: string) =>
  bank.wallets.setLimit(operator, {
    write: write(),
    walletRef,
    direction: "CREDIT",
    period: "DAY",
    most: { amount: 1_000_000n, currency: "IDR" },
    timeZone: "UTC",
  });

/** Lets the time of all that a wallet has promised until a moment pass. */
const lapse = (walletRef: string) =>
  queryAs(
    bank.ownerUrl,
    `update ledger.holds set expires_at = clock_timestamp() - interval '1 second'
     where status = 'ACTIVE' and expires_at is not null
       and from_account_id = (select id from ledger.accounts where owner_ref = $1)`,
    [walletRef],
  );

const activeHoldsOf = async (walletRef: string) =>
  (
    await queryAs<{ count: string }>(
      bank.ownerUrl,
      `select count(*)::text from ledger.holds where status = 'ACTIVE'
       and from_account_id = (select id from ledger.accounts where owner_ref = $1)`,
      [walletRef],
    )
  )[0]?.count;

it("lets a wallet promise until a moment a thousand times, and says so at the next", async () => {
  const [payer, shop] = [await fundedRef(), await openRef()];
  expect(countOf(await send(holdsOf(most - 5, payer, shop)))).toEqual({ done: most - 5 });
  const replies = await send(holdsOf(8, payer, shop));
  expect(countOf(replies)).toEqual({ done: 5, too_many_holds: 3 });
  const fields = replies[7]?.fields ?? {};
  expect(fields).toEqual({ wallet_ref: payer, direction: "DEBIT", most });
  expect(Object.keys(refusalCatalogue.too_many_holds?.fields ?? {})).toEqual(
    expect.arrayContaining(Object.keys(fields)),
  );
  const forEver = holdOf(payer, shop, { expires_at: null });
  const paid = holdOf(payer, shop, { is_hold: false, expires_at: null });
  expect((await send([forEver, paid])).map(endOf)).toEqual(["done", "done"]);
});

it("has room again as soon as a promise was kept or given back, in the very same batch", async () => {
  const [payer, shop] = [await fundedRef(), await openRef()];
  const [taken, parted, given] = [newRef(), newRef(), newRef()];
  await send([
    ...holdsOf(most - 3, payer, shop),
    ...[taken, parted, given].map((transaction_ref) =>
      holdOf(payer, shop, { transaction_ref, amount: 2 }),
    ),
  ]);
  const ends = await send([
    { type: "CAPTURE", original_ref: parted, amount: 1 },
    holdOf(payer, shop),
    { type: "CAPTURE", original_ref: taken },
    holdOf(payer, shop),
    holdOf(payer, shop),
    { type: "VOID", original_ref: given },
    holdOf(payer, shop),
    holdOf(payer, shop),
  ]);
  expect(ends.map(endOf)).toEqual([
    "done",
    "too_many_holds",
    "done",
    "done",
    "too_many_holds",
    "done",
    "done",
    "too_many_holds",
  ]);
});

it("counts nothing of a chain that broke", async () => {
  const [payer, shop, poor] = [await fundedRef(), await openRef(), await openRef()];
  await send(holdsOf(most - 1, payer, shop));
  const ends = await send([
    holdOf(payer, shop, { chain: "a" }),
    holdOf(poor, shop, { chain: "a" }),
    holdOf(payer, shop),
    holdOf(payer, shop),
  ]);
  expect(ends.map(endOf)).toEqual([
    "linked_command_failed",
    "insufficient_funds",
    "done",
    "too_many_holds",
  ]);
});

it("ends a thousand promises that run out at one moment with the wallet's next command", async () => {
  const [payer, shop] = [await fundedRef(most), await openRef()];
  await send(holdsOf(most, payer, shop));
  await lapse(payer);
  expect((await send([holdOf(payer, shop, { amount: most })])).map(endOf)).toEqual(["done"]);
  expect(await activeHoldsOf(payer)).toBe("1");
});

it("tells what a capture leaves as if somebody had swept", async () => {
  const [payer, shop, other] = [await fundedRef(100), await openRef(), await openRef()];
  const kept = newRef();
  await send([
    holdOf(payer, other),
    holdOf(payer, shop, { transaction_ref: kept, expires_at: null }),
  ]);
  await lapse(payer);
  const [reply] = await send([{ type: "CAPTURE", original_ref: kept }]);
  const [, , available] = reply?.balances?.find(([ref]) => ref === payer) ?? [];
  expect([available, await activeHoldsOf(payer)]).toEqual(["99", "0"]);
});

it("lets no more than a thousand wait for a wallet with limits, whoever promises them", async () => {
  const [ana, budi, shop] = [await fundedRef(), await fundedRef(), await openRef()];
  await setLimit(shop);
  await send(holdsOf(600, ana, shop));
  const replies = await send(holdsOf(401, budi, shop));
  expect(countOf(replies)).toEqual({ done: 400, too_many_holds: 1 });
  expect(replies[400]?.fields).toEqual({ wallet_ref: shop, direction: "CREDIT", most });
});

it("sets no limit on a wallet for which more wait than it may then have", async () => {
  const [ana, budi, shop] = [await fundedRef(), await fundedRef(), await openRef()];
  await send(holdsOf(600, ana, shop));
  expect(countOf(await send(holdsOf(401, budi, shop)))).toEqual({ done: 401 });
  await expect(setLimit(shop)).rejects.toMatchObject({
    code: "too_many_holds",
    extensions: { direction: "CREDIT", most },
  });
  await lapse(budi);
  while ((await bank.transactions.expireHolds()) > 0);
  await setLimit(shop);
});

it("sets no such bound on what the world promises, and sweeps it as everything else", async () => {
  const payee = await openRef();
  const topUps = Array.from({ length: most + 1 }, () => ({
    type: "TOPUP",
    destination_wallet_ref: payee,
    amount: 1,
    is_hold: true,
    expires_at: new Date(Date.now() + 3_000).toISOString(),
  }));
  expect(countOf(await send(topUps))).toEqual({ done: most + 1 });
  const pending = async () =>
    (await bank.wallets.balance(operator, { walletRef: payee, past: {} })).pending_in;
  await expect.poll(pending, { timeout: 20_000 }).toBe("0");
  expect(await bank.transactions.expireHolds()).toBe(most + 1);
});
