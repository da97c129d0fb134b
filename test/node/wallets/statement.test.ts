import fc from "fast-check";
import { expect, it } from "vitest";
import { newOwner, openTestBank, operator, write } from "../../support/bank.ts";
import { applyCommands } from "../../support/commands.ts";

const bank = await openTestBank();

type Range = Parameters<typeof bank.wallets.statement>[1]["range"];

const statementOf = (walletRef: string, range: Range = {}) =>
  bank.wallets.statement(operator, { walletRef, range });

async function post(walletRef: string, amount: number) {
  const fields =
    amount > 0
      ? { type: "TOPUP", amount, destination_wallet_ref: walletRef }
      : { type: "WITHDRAWAL", amount: -amount, source_wallet_ref: walletRef };
  const [reply] = await applyCommands(bank.appUrl, [fields]);
  expect(reply?.code).toBeUndefined();
  return String(reply?.recorded_at);
}

async function openWith(amounts: readonly number[]) {
  const { wallet_ref: walletRef } = await bank.openWallet();
  const moments: string[] = [];
  for (const amount of amounts) moments.push(await post(walletRef, amount));
  return { walletRef, moments };
}

const shifted = (moment: string, byMs: number) => new Date(Date.parse(moment) + byMs).toISOString();

it("adds up: opening, credits and debits give the closing balance, and the next one opens with it", async () => {
  const amounts = [100, -30, 50, -20, 7, -7, 1_000];
  const { walletRef } = await openWith(amounts);
  const last = amounts.length;

  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: last }),
      fc.integer({ min: 0, max: last }),
      async (a, b) => {
        const [from, to] = [Math.min(a, b) + 1, Math.max(a, b)];
        const range = amounts.slice(from - 1, to);
        const sumOf = (list: readonly number[]) => list.reduce((sum, amount) => sum + amount, 0);
        const statement = await statementOf(walletRef, { from_version: from, to_version: to });
        expect(statement).toMatchObject({
          from_version: from,
          to_version: to,
          opening_balance: String(sumOf(amounts.slice(0, from - 1))),
          total_credits: String(sumOf(range.filter((amount) => amount > 0))),
          total_debits: String(-sumOf(range.filter((amount) => amount < 0))),
          closing_balance: String(sumOf(amounts.slice(0, to))),
        });
        expect(statement.lines.map(({ version }) => version)).toEqual(
          range.map((_amount, index) => from + index),
        );
        const next = await statementOf(walletRef, { from_version: to + 1 });
        expect(next.opening_balance).toBe(statement.closing_balance);
      },
    ),
    { numRuns: 20 },
  );
});

it("is the same to the byte when it is drawn up again, whatever happened since", async () => {
  const { walletRef, moments } = await openWith([100, -30, 50]);
  const asked: Range[] = [
    { from_version: 1, to_version: 3 },
    { from_version: 3, to_version: 2 },
    { from: moments[1], to: shifted(String(moments[2]), 1) },
  ];
  const draw = () => Promise.all(asked.map((range) => statementOf(walletRef, range)));
  await expect.poll(() => new Date().toISOString() > shifted(String(moments[2]), 1)).toBe(true);
  const first = JSON.stringify(await draw());

  await post(walletRef, 11);
  await bank.wallets.freeze(operator, { write: write(), walletRef, mode: "ALL" });
  expect(JSON.stringify(await draw())).toBe(first);
});

it("ends with the last entry that there is, and names it, so that the same can be asked for again", async () => {
  const { walletRef } = await openWith([100, 5]);
  const open = await statementOf(walletRef);
  expect(open).toMatchObject({ from_version: 1, to_version: 2, closing_balance: "105" });

  await post(walletRef, 1);
  const { from_version, to_version } = open;
  expect(await statementOf(walletRef, { from_version, to_version })).toEqual(open);
});

it("takes a month from its first moment to just before the next one's", async () => {
  const { walletRef, moments } = await openWith([1, 2, 3, 4]);
  const [from, to] = [String(moments[1]), String(moments[3])];
  const versions = moments
    .map((moment, index) => ({ moment, version: index + 1 }))
    .filter(({ moment }) => moment >= from && moment < to)
    .map(({ version }) => version);

  const statement = await statementOf(walletRef, { from, to });
  expect(statement.lines.map(({ version }) => version)).toEqual(versions);
  const next = await statementOf(walletRef, { from: to });
  expect(next.opening_balance).toBe(statement.closing_balance);
});

it("is empty for a wallet where nothing happened", async () => {
  const { wallet_ref: walletRef } = await bank.openWallet({ currency: "USD" });
  expect(await statementOf(walletRef)).toMatchObject({
    from_version: 1,
    to_version: 0,
    opening_balance: "0.00",
    closing_balance: "0.00",
    total_credits: "0.00",
    total_debits: "0.00",
    lines: [],
  });
});

it("refuses what is not over yet, what is too long and a wallet without one sequence", async () => {
  const { walletRef } = await openWith([1, 2]);
  const refused = (range: Range, code: string, extensions = {}) =>
    expect(statementOf(walletRef, range)).rejects.toMatchObject({ code, extensions });

  await refused({ to_version: 3 }, "version_not_reached", { present_version: 2 });
  await refused({ from_version: 4 }, "version_not_reached", { present_version: 2 });
  await refused({ to: "2100-01-01T00:00:00.000Z" }, "moment_in_future");
  await refused({ from: "2100-01-01T00:00:00.000Z" }, "moment_in_future");

  const platform = await bank.openWallet({ owner: newOwner(), type: "PLATFORM" });
  await expect(statementOf(platform.wallet_ref)).rejects.toMatchObject({
    code: "not_for_platform_wallets",
  });
});

it("has 10,000 lines at most, and says how to go on", { timeout: 120_000 }, async () => {
  const { wallet_ref: walletRef } = await bank.openWallet();
  for (let batch = 0; batch < 5; batch += 1) {
    await applyCommands(
      bank.appUrl,
      Array.from({ length: batch === 4 ? 2_001 : 2_000 }, () => ({
        type: "TOPUP",
        amount: 1,
        destination_wallet_ref: walletRef,
      })),
    );
  }
  await expect(statementOf(walletRef)).rejects.toMatchObject({
    code: "statement_too_long",
    extensions: { from_version: 1, to_version: 10_001, lines_at_most: 10_000 },
  });
  const most = await statementOf(walletRef, { to_version: 10_000 });
  expect(most.lines).toHaveLength(10_000);
  expect(most.closing_balance).toBe("10000");
  const rest = await statementOf(walletRef, { from_version: 10_001 });
  expect(rest).toMatchObject({ opening_balance: "10000", closing_balance: "10001" });
});
