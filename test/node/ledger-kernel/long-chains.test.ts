import { afterAll, expect, it } from "vitest";
import { newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);
const mostItems = 500;

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

async function openPair() {
  const [from, to] = [(await bank.openWallet()).wallet_ref, (await bank.openWallet()).wallet_ref];
  applied(await move.topUp({ wallet_ref: from, amount: "1000", currency: "IDR" }));
  return [from, to] as const;
}

const chainOf = (length: number, from: string, to: string, chain: string) =>
  Array.from({ length }, () => ({
    idempotency_key: newRef(),
    type: "TRANSFER",
    source_wallet_ref: from,
    destination_wallet_ref: to,
    amount: "1",
    currency: "IDR",
    chain,
  }));

const send = (items: readonly unknown[]) =>
  bank.transactions.submitBulk(operator, { write: write(null), items });
const balanceOf = async (walletRef: string) =>
  (await bank.wallets.balance(operator, { walletRef, past: {} })).balance;

it("does a chain of as many items as there may be whole", async () => {
  const [from, to] = await openPair();
  const results = await send(chainOf(mostItems, from, to, "long"));
  expect(results.filter((result) => "problem" in result)).toEqual([]);
  expect(await balanceOf(to)).toBe(`${mostItems}`);
});

it("refuses every item of a longer chain, names it, and does what stands beside it", async () => {
  const [from, to] = await openPair();
  const long = chainOf(mostItems + 1, from, to, "too long");
  const results = await send([...long.slice(0, 9), ...chainOf(2, from, to, "b"), ...long.slice(9)]);
  const faults = results.flatMap((result) => ("problem" in result ? [result.problem] : []));
  expect(faults).toHaveLength(mostItems + 1);
  for (const { code, extensions } of faults) {
    expect([code, extensions.errors]).toEqual([
      "validation_failed",
      [
        {
          in: "body",
          pointer: "/chain",
          message: `At most 500 items in one chain; "too long" has ${mostItems + 1}.`,
        },
      ],
    ]);
  }
  expect(await balanceOf(to)).toBe("2");
});
