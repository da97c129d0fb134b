import { beforeAll, expect, it } from "vitest";
import type { CreateMonitorInput } from "../../../src/webhooks/create-balance-monitor.ts";
import { webhookEvents } from "../../../src/webhooks/events.ts";
import { type Bank, newOwner, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";
import { openRival, somebodyWaits } from "../../support/rival.ts";
import { tellWebhooks } from "../../support/webhooks.ts";

let bank: Bank;
beforeAll(async () => {
  bank = await openTestBank();
});

const idr = (amount: string) => ({ amount, currency: "IDR" });

async function watched(wanted: Partial<CreateMonitorInput>, opening = "0") {
  const owner = newOwner();
  const { wallet_ref } = await bank.openWallet({ owner });
  const mover = createMover(bank.transactions);
  if (opening !== "0") applied(await mover.topUp({ wallet_ref, ...idr(opening) }));
  const { result } = await bank.webhooks.createMonitor(owner, {
    write: write(),
    walletRef: wallet_ref,
    measure: "BALANCE",
    operator: "<",
    threshold: 100n,
    hysteresis: 0n,
    currency: "IDR",
    ...wanted,
  });
  const read = () => bank.webhooks.getMonitor(owner, result.monitor_ref);
  return {
    owner,
    wallet_ref,
    monitor: result,
    read,
    topUp: async (amount: string) => applied(await mover.topUp({ wallet_ref, ...idr(amount) })),
    withdraw: async (amount: string, hold = false) =>
      applied(await mover.withdraw({ wallet_ref, ...idr(amount), ...(hold && { hold }) })),
    triggers: async () => {
      await tellWebhooks(bank);
      return (await read()).triggers;
    },
  };
}

it("triggers when a condition comes to be met, and not again while it is", async () => {
  const wallet = await watched({}, "500");
  await wallet.withdraw("300");
  expect(await wallet.triggers()).toBe(0);
  const { transaction_ref } = await wallet.withdraw("150");
  expect(await wallet.triggers()).toBe(1);
  await wallet.withdraw("10");
  expect(await wallet.triggers()).toBe(1);
  await wallet.topUp("60");
  await wallet.withdraw("1");
  expect(await wallet.triggers()).toBe(2);

  const [told] = await queryAs<{ payload: Record<string, unknown> }>(
    bank.ownerUrl,
    `select payload from platform.outbox_events
     where aggregate_ref = $1 and event_type = 'balance_monitor.triggered' order by sequence`,
    [wallet.monitor.monitor_ref],
  );
  expect(told?.payload).toMatchObject({ transaction_ref, value: "50", triggers: 1 });
  const spec = webhookEvents.find(({ type }) => type === "balance_monitor.triggered");
  expect(spec?.data.safeParse(told?.payload).error).toBeUndefined();
});

it("is not set off by a condition that is met as it is made", async () => {
  const wallet = await watched({}, "50");
  await wallet.topUp("10");
  expect(await wallet.triggers()).toBe(0);
  await wallet.topUp("100");
  await wallet.withdraw("100");
  expect(await wallet.triggers()).toBe(1);
});

it("waits, before it triggers again, until the value has gone back by the hysteresis", async () => {
  const wallet = await watched({ hysteresis: 50n }, "200");
  await wallet.withdraw("110");
  expect(await wallet.triggers()).toBe(1);
  // It trembles about the threshold.
  for (let n = 0; n < 3; n += 1) {
    await wallet.topUp("20");
    await wallet.withdraw("20");
  }
  expect(await wallet.triggers()).toBe(1);
  await wallet.topUp("60");
  await wallet.withdraw("60");
  expect(await wallet.triggers()).toBe(2);
});

it("tells what is promised from what is there", async () => {
  const balance = await watched({ measure: "BALANCE" }, "200");
  const available = await watched({ measure: "AVAILABLE" }, "200");
  const pending = await watched({ measure: "PENDING", operator: ">=", threshold: 150n }, "200");
  for (const wallet of [balance, available, pending]) await wallet.withdraw("150", true);
  expect([await balance.triggers(), await available.triggers(), await pending.triggers()]).toEqual([
    0, 1, 1,
  ]);
});

it("adds up what leaves and what comes, and no promise", async () => {
  const debits = await watched({ measure: "DEBITS", operator: ">", threshold: 100n }, "500");
  const credits = await watched({ measure: "CREDITS", operator: ">=", threshold: 100n }, "500");
  for (const wallet of [debits, credits]) {
    await wallet.withdraw("60", true);
    await wallet.withdraw("60");
    await wallet.topUp("60");
    expect(await wallet.triggers()).toBe(0);
    await wallet.withdraw("60");
    await wallet.topUp("40");
    expect(await wallet.triggers()).toBe(1);
  }
  expect((await debits.read()).value).toBe("120");
  expect((await credits.read()).value).toBe("100");
});

it("is exact where it asks for a value, on either side", async () => {
  const wallet = await watched({ operator: "=", threshold: 100n });
  await wallet.topUp("99");
  expect(await wallet.triggers()).toBe(0);
  await wallet.topUp("1");
  expect(await wallet.triggers()).toBe(1);
  await wallet.topUp("1");
  await wallet.withdraw("1");
  expect(await wallet.triggers()).toBe(2);
});

it("believes the latest that it was told, whatever comes late", async () => {
  const wallet = await watched({ measure: "BALANCE", operator: "<", threshold: 100n }, "500");
  const events: string[] = [];
  for (const amount of ["450", "10"]) {
    const { transaction_ref } = await wallet.withdraw(amount);
    const [row] = await queryAs<{ event: string }>(
      bank.ownerUrl,
      `select platform.cloud_event(
         event_ref, event_type, aggregate_type, aggregate_ref, sequence, created_at, traceparent, payload
       )::text as event from platform.outbox_events where aggregate_ref = $1`,
      [transaction_ref],
    );
    events.push(row?.event ?? "");
  }
  const tell = (event = "") =>
    queryAs(bank.appUrl, "select webhooks.consume($1::json)", [`[${event}]`]);
  await tell(events[1]);
  await tell(events[0]);
  expect(await wallet.read()).toMatchObject({ triggers: 1, value: "40" });
});

it("watches a wallet only for those who may see it, in its own currency", async () => {
  const wallet = await watched({});
  const watch = (caller: typeof wallet.owner, wanted: Partial<CreateMonitorInput>) =>
    bank.webhooks.createMonitor(caller, {
      write: write(),
      walletRef: wallet.wallet_ref,
      measure: "BALANCE",
      operator: "<",
      threshold: 1n,
      hysteresis: 0n,
      currency: "IDR",
      ...wanted,
    });
  await expect(watch(newOwner(), {})).rejects.toMatchObject({ code: "monitored_wallet_not_found" });
  await expect(watch(wallet.owner, { currency: "USD" })).rejects.toMatchObject({
    code: "monitor_currency_differs",
  });
  const platform = await bank.openWallet({ owner: operator, type: "PLATFORM" });
  await expect(watch(operator, { walletRef: platform.wallet_ref })).rejects.toMatchObject({
    code: "platform_wallet_unwatchable",
  });
  await expect(
    bank.webhooks.getMonitor(newOwner(), wallet.monitor.monitor_ref),
  ).rejects.toMatchObject({ code: "balance_monitor_not_found" });
  for (let n = 1; n < 20; n += 1) await watch(wallet.owner, {});
  await expect(watch(wallet.owner, {})).rejects.toMatchObject({
    code: "balance_monitor_limit_reached",
  });
});

it("misses nothing that happens between the look at its wallet and its commit", async () => {
  const owner = newOwner();
  const { wallet_ref } = await bank.openWallet({ owner });
  const mover = createMover(bank.transactions);
  applied(await mover.topUp({ wallet_ref, ...idr("500") }));
  await tellWebhooks(bank);
  const monitorRef = newRef();
  const rival = await openRival(bank.appUrl, (client) =>
    client.query("select webhooks.create_monitor($1, $2)", [
      JSON.stringify({
        ...{ scope: owner.ownerRef, acting_owner: owner.ownerRef, event_ref: newRef() },
        ...{ operation: "webhooks.create_monitor", key: null, hash: null, traceparent: null },
      }),
      JSON.stringify({
        ...{ monitor_ref: monitorRef, wallet_ref, measure: "BALANCE", operator: "<" },
        ...{ threshold: "100", hysteresis: "0", currency: "IDR" },
      }),
    ]),
  );
  const paid = mover.withdraw({ wallet_ref, ...idr("450") });
  await somebodyWaits(bank.appUrl);
  await rival.end("commit");
  applied(await paid);
  await tellWebhooks(bank);
  expect((await bank.webhooks.getMonitor(owner, monitorRef)).triggers).toBe(1);
});

it("sees what was under way in its wallet when it was made, whose event bears an earlier moment", async () => {
  const owner = newOwner();
  const { wallet_ref } = await bank.openWallet({ owner });
  applied(await createMover(bank.transactions).topUp({ wallet_ref, ...idr("500") }));
  const promise = await openRival(bank.ownerUrl, (client) =>
    client.query(
      `update ledger.balances set pending_debits = 100
       where account_id = (
         select accounts.id from ledger.accounts join wallets.wallets using (account_ref) where wallet_ref = $1
       )`,
      [wallet_ref],
    ),
  );
  const making = bank.webhooks.createMonitor(owner, {
    ...{ write: write(), walletRef: wallet_ref, currency: "IDR", measure: "AVAILABLE" },
    ...{ operator: "<", threshold: 100n, hysteresis: 0n },
  });
  await somebodyWaits(bank.appUrl);
  await promise.end("commit");
  expect((await making).result).toMatchObject({ value: "400" });
});
