import { ulid } from "ulid";
import { expect, it } from "vitest";
import type { TransactionFilters } from "../../../src/transactions/list-transactions.ts";
import { type Bank, newOwner, newRef, openTestBank, operator } from "../../support/bank.ts";
import { applyCommands } from "../../support/commands.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);
const idr = (amount: string) => ({ amount, currency: "IDR" });

async function pageOf(
  filters: TransactionFilters,
  cursor?: string,
  limit = 100,
  caller = operator,
) {
  return bank.transactions.list(caller, { filters, limit, cursor });
}

const refsOf = async (filters: TransactionFilters, caller = operator) =>
  (await pageOf(filters, undefined, 100, caller)).rows.map(
    ({ transaction_ref }) => transaction_ref,
  );

async function openPair(amount = "1000") {
  const [ana, budi] = [(await bank.openWallet()).wallet_ref, (await bank.openWallet()).wallet_ref];
  const { transaction_ref: first } = applied(await move.topUp({ wallet_ref: ana, ...idr(amount) }));
  const sides = { source_wallet_ref: ana, destination_wallet_ref: budi };
  const send = async (sum: string, more = {}) => {
    const outcome = await move.transfer({ ...sides, ...idr(sum), ...more });
    return outcome.transaction?.transaction_ref ?? String(outcome.fields.transaction_ref);
  };
  return { ana, budi, sides, first, send };
}

it("finds transactions by each of what is known of them, newest first", async () => {
  const { ana, budi, first, send } = await openPair();
  const [small, large] = [await send("5"), await send("500")];
  const failed = await send("100000");
  const held = await send("1", { hold: true });
  const { transaction_ref: captured } = applied(await move.capture(held));
  const wallet = { wallet_ref: ana };
  expect(await refsOf(wallet)).toEqual([captured, held, failed, large, small, first]);
  expect(await refsOf({ wallet_ref: budi })).toEqual([captured, held, failed, large, small]);
  expect(await refsOf({ ...wallet, status: "FAILED" })).toEqual([failed]);
  expect(await refsOf({ ...wallet, type: "CAPTURE" })).toEqual([captured]);
  expect(await refsOf({ ...wallet, currency: "IDR", amount_min: 5n, amount_max: 500n })).toEqual([
    large,
    small,
  ]);
  expect(await refsOf({ ...wallet, currency: "USD" })).toEqual([]);
});

it("draws the border of a period at its beginning, so that two periods side by side share nothing", async () => {
  const { ana, first, send } = await openPair();
  const { created_at: began } = await bank.transactions.get(operator, first);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const later = await send("1");
  const { created_at: ended } = await bank.transactions.get(operator, later);
  const wallet = { wallet_ref: ana };
  expect(await refsOf({ ...wallet, date_from: began, date_to: ended })).toEqual([first]);
  expect(await refsOf({ ...wallet, date_from: ended })).toEqual([later]);
  expect(await refsOf({ ...wallet, date_to: began })).toEqual([]);
});

it("finds by reference exactly, also one that a failed transaction bore in vain", async () => {
  const { ana, send } = await openPair();
  const reference = `invoice ${newRef()} "%_'; --`;
  const failed = await send("100000", { reference });
  const done = await send("1", { reference });
  await send("1", { reference: `${reference}0` });
  expect(await refsOf({ wallet_ref: ana, reference })).toEqual([done, failed]);
  expect(await refsOf({ reference, status: "COMPLETED" })).toEqual([done]);
});

it("finds by one entry of the metadata, value and all, whatever characters are in it", async () => {
  const { ana, send } = await openPair();
  const value = `a:b "c" 'd' \\ {e} % _ 💸 `;
  const tagged = await send("1", { metadata: { order: value, constructor: "1042" } });
  await send("1", { metadata: { order: "other" } });
  await send("1", { metadata: { other: value } });
  await send("1");
  const wallet = { wallet_ref: ana };
  expect(await refsOf({ ...wallet, metadata: { key: "order", value } })).toEqual([tagged]);
  expect(await refsOf({ ...wallet, metadata: { key: "constructor", value: "1042" } })).toEqual([
    tagged,
  ]);
  expect(await refsOf({ ...wallet, metadata: { key: "order", value: "oth" } })).toEqual([]);
  expect((await bank.transactions.get(operator, tagged)).metadata).toEqual({
    order: value,
    constructor: "1042",
  });
});

it("does not go on with a cursor under other filters or for another caller", async () => {
  const { ana, send } = await openPair();
  await send("1");
  const filters = { wallet_ref: ana };
  const { nextCursor } = await pageOf(filters, undefined, 1);
  expect(nextCursor).not.toBeNull();
  const cursor = nextCursor ?? "";
  await expect(pageOf({}, cursor, 1)).rejects.toMatchObject({ code: "cursor_filters_changed" });
  await expect(pageOf({ ...filters, type: "TOPUP" }, cursor, 1)).rejects.toMatchObject({
    code: "cursor_filters_changed",
  });
  await expect(pageOf(filters, `${cursor}x`, 1)).rejects.toMatchObject({ code: "cursor_invalid" });
});

/** Follows a list to its end, a page at a time, while something else goes on between the pages. */
async function walk(
  filters: TransactionFilters,
  limit: number,
  caller = operator,
  between: () => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await bank.transactions.list(caller, { filters, limit, cursor });
    seen.push(...page.rows.map(({ transaction_ref }) => transaction_ref));
    cursor = page.nextCursor ?? undefined;
    await between();
  } while (cursor !== undefined);
  return seen;
}

it.each([1, 7, 100])(
  "shows all that was done before its first page exactly once, while more is done (pages of %i)",
  async (limit) => {
    const owner = newOwner();
    const { wallet_ref: ana } = await bank.openWallet({ owner });
    const { wallet_ref: aside } = await bank.openWallet({ owner, type: "PENDING" });
    const { wallet_ref: budi } = await bank.openWallet();
    applied(await move.topUp({ wallet_ref: ana, ...idr("100000") }));
    const write = async () => {
      const pairs = [
        [ana, budi],
        [ana, aside],
        [budi, aside],
      ] as const;
      await Promise.all(
        pairs.map(([source_wallet_ref, destination_wallet_ref]) =>
          move.transfer({ source_wallet_ref, destination_wallet_ref, ...idr("3") }),
        ),
      );
      await move.post({
        ...idr("4"),
        source: { wallet_ref: ana },
        destinations: [
          { alias: "@fees", percent: "25" },
          { wallet_ref: aside, rest: true },
        ],
      });
    };
    for (let round = 0; round < 5; round += 1) await write();
    const filters = { wallet_ref: ana };
    const before = await refsOf(filters);
    const ownBefore = await refsOf({}, owner);
    expect(ownBefore.length).toBeGreaterThan(before.length);

    const isWriting = { now: true };
    const writer = (async () => {
      while (isWriting.now) await write();
    })();
    const seen = await walk(filters, limit, operator, limit === 1 ? undefined : write);
    const own = await walk({}, limit, owner);
    isWriting.now = false;
    await writer;

    for (const [walked, expected] of [
      [seen, before],
      [own, ownBefore],
    ] as const) {
      expect(new Set(walked).size).toBe(walked.length);
      expect(walked).toEqual(walked.toSorted().toReversed());
      expect(walked.filter((ref) => expected.includes(ref))).toEqual(expected);
    }
  },
);

it("lists a transaction of many wallets once, to each of them", async () => {
  const owner = newOwner();
  const [here, there] = [
    (await bank.openWallet({ owner })).wallet_ref,
    (await bank.openWallet({ owner, type: "PENDING" })).wallet_ref,
  ];
  applied(await move.topUp({ wallet_ref: here, ...idr("10") }));
  const { transaction_ref: ref } = applied(
    await move.post({
      ...idr("10"),
      source: { wallet_ref: here },
      destination: { wallet_ref: there },
    }),
  );
  expect((await refsOf({}, owner)).filter((each) => each === ref)).toHaveLength(1);
  for (const wallet_ref of [here, there])
    expect(await refsOf({ wallet_ref }, owner)).toContain(ref);
});

it("lists what was done a moment before, also when its ref was made long before that", async () => {
  const other: Bank = await openTestBank();
  const { wallet_ref } = await other.openWallet();
  // A lane may have kept the command for hours: its ref tells when it was asked for.
  const ref = ulid(Date.now() - 23 * 3_600_000);
  await applyCommands(other.appUrl, [
    { type: "TOPUP", destination_wallet_ref: wallet_ref, amount: 1, transaction_ref: ref },
  ]);
  const date_from = new Date(Date.now() - 60_000).toISOString();
  const listed = await other.transactions.list(operator, {
    filters: { date_from },
    limit: 10,
    cursor: undefined,
  });
  expect(listed.rows.map(({ transaction_ref }) => transaction_ref)).toEqual([ref]);
});
