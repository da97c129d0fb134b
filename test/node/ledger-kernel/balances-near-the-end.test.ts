import { expect, inject, it } from "vitest";
import { servicesOf } from "../../../src/services.ts";
import { configFor, openTestBank, operator } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { groupLanes } from "../../support/group-lanes.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const gathered = servicesOf(configFor(bank.appUrl, inject("testStack").proxyUrl), groupLanes);
const move = createMover(gathered.transactions);
const most = 10n ** 36n;

const balanceOf = async (walletRef: string) =>
  (await bank.wallets.balance(operator, { walletRef, past: {} })).balance;
const openRef = async () => (await bank.openWallet()).wallet_ref;

/** Nobody lives to top a wallet up to 10^36 by 10^30 at a time, so the test writes what would stand there. */
async function openRich(balance: bigint): Promise<string> {
  const wallet = await openRef();
  await queryAs(
    bank.ownerUrl,
    `update ledger.balances set posted_credits = $2
     where account_id = (select id from ledger.accounts where owner_ref = $1)`,
    [wallet, balance.toString()],
  );
  return wallet;
}

const idr = (amount: bigint | number) => ({ amount: amount.toString(), currency: "IDR" });

it("fills a balance to 10^36 exactly, and refuses one unit more in words that name the reason", async () => {
  const rich = await openRich(most - 10n);
  applied(await move.topUp({ wallet_ref: rich, ...idr(10) }));
  expect(await balanceOf(rich)).toBe(most.toString());
  expect((await move.topUp({ wallet_ref: rich, ...idr(1) })).code).toBe("balance_out_of_range");
  expect((await move.topUp({ wallet_ref: rich, ...idr(10n ** 30n) })).code).toBe(
    "balance_out_of_range",
  );
  expect(await balanceOf(rich)).toBe(most.toString());
  applied(await move.withdraw({ wallet_ref: rich, ...idr(5) }));
  expect(await balanceOf(rich)).toBe((most - 5n).toString());
});

it("costs nobody else in the batch anything when one balance would become too large", async () => {
  const rich = await openRich(most);
  const wallets = await Promise.all(Array.from({ length: 20 }, openRef));
  // The first fills the lane's hands, so that all the others are gathered into one batch.
  const outcomes = await Promise.all([
    move.topUp({ wallet_ref: wallets[0], ...idr(1) }),
    ...wallets.flatMap((wallet, place) => [
      move.topUp({ wallet_ref: wallet, ...idr(7) }),
      ...(place % 5 === 0 ? [move.topUp({ wallet_ref: rich, ...idr(1) })] : []),
    ]),
  ]);
  expect(outcomes.filter(({ code }) => code === "balance_out_of_range")).toHaveLength(4);
  expect(outcomes.filter(({ code }) => code === "APPLIED")).toHaveLength(21);
  const balances = await Promise.all(wallets.map(balanceOf));
  expect(balances).toEqual(wallets.map((_wallet, place) => (place === 0 ? "8" : "7")));
  expect(await balanceOf(rich)).toBe(most.toString());
});

it("keeps a key free whose command could not be kept, because it could be kept another day", async () => {
  const rich = await openRich(most);
  const [key, body] = ["some key", { wallet_ref: rich, ...idr(1) }];
  expect((await move.topUp(body, { key })).code).toBe("balance_out_of_range");
  applied(await move.withdraw({ wallet_ref: rich, ...idr(1) }));
  applied(await move.topUp(body, { key }));
});

it("refuses promises that together are more than can be kept", async () => {
  const shop = await openRef();
  await queryAs(
    bank.ownerUrl,
    `update ledger.balances set pending_credits = 99999999999999999999999999999999999999
     where account_id = (select id from ledger.accounts where owner_ref = $1)`,
    [shop],
  );
  const payer = await openRef();
  applied(await move.topUp({ wallet_ref: payer, ...idr(10) }));
  const held = await move.transfer({
    source_wallet_ref: payer,
    destination_wallet_ref: shop,
    ...idr(10),
    hold: true,
  });
  expect(held.code).toBe("balance_out_of_range");
  expect(await bank.wallets.balance(operator, { walletRef: payer, past: {} })).toMatchObject({
    available: "10",
  });
});
