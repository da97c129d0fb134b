import { Client } from "pg";
import { afterAll, expect, inject, it } from "vitest";
import { openNeonProxy } from "../../../dev/neon-proxy.ts";
import { openDatabase } from "../../../src/platform/database.ts";
import type { Command } from "../../../src/transactions/index.ts";
import { openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { groupLanes } from "../../support/group-lanes.ts";
import { newChain, newCommand } from "../../support/lane-port.ts";

const bank = await openTestBank();
const { hostname: host, port } = new URL(inject("testStack").ownerUrl);
// Neon's own limits, only narrower.
const proxy = await openNeonProxy({
  port: 0,
  database: { host, port: Number.parseInt(port, 10) },
  maxRequestBytes: 20_000,
  statementTimeoutMs: 1_000,
});
afterAll(() => proxy.close());
const lanes = groupLanes(openDatabase(bank.appUrl, proxy.url));

const openWallet = async () => (await bank.openWallet()).wallet_ref;
const topUpOf = (wallet: string, more: Partial<Command> = {}) =>
  newCommand({ type: "TOPUP", source_wallet_ref: null, destination_wallet_ref: wallet, ...more });

async function receivedBy(wallet: string): Promise<number> {
  const text =
    "select posted_credits::integer as received from ledger.balances join ledger.accounts on id = account_id where owner_ref = $1";
  const [row] = await queryAs<{ received: number }>(bank.ownerUrl, text, [wallet]);
  return row?.received ?? 0;
}

it("sends in parts what is too large to be sent at once, and fails only what is too large alone", async () => {
  const wallet = await openWallet();
  const description = "x".repeat(500);
  const units = Array.from({ length: 60 }, () => [topUpOf(wallet, { description })]);
  const huge = newChain(40).map(({ chain = "" }) => topUpOf(wallet, { chain, description }));
  const [failed, ...replies] = await lanes.submit(0, [huge, ...units]);

  expect(failed?.map(({ code }) => code)).toEqual(huge.map(() => "internal_error"));
  expect(replies.map(([reply]) => reply?.transaction_ref)).toEqual(
    units.map(([command]) => command?.transaction_ref),
  );
  expect(await receivedBy(wallet)).toBe(units.length);
});

it("tells only who stands before a lock for too long that nothing is known, and does it when asked again", async () => {
  const [locked, free] = [await openWallet(), await openWallet()];
  const holder = new Client({ connectionString: bank.ownerUrl });
  await holder.connect();
  await holder.query("begin");
  await holder.query(
    "select from ledger.balances join ledger.accounts on id = account_id where owner_ref = $1 for update of balances",
    [locked],
  );
  const units = [topUpOf(locked), topUpOf(free)].map((command) => [command]);
  const replies = await lanes.submit(0, units);

  expect(replies.map(([reply]) => reply?.code ?? "done")).toEqual(["database_unavailable", "done"]);
  await holder.query("rollback");
  await holder.end();
  const again = await lanes.submit(0, units);
  expect(again.map(([reply]) => reply?.replayed ?? false)).toEqual([false, true]);
  expect([await receivedBy(locked), await receivedBy(free)]).toEqual([1, 1]);
});
