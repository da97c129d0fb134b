import { Webhook } from "standardwebhooks";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { systemClock } from "../../../src/platform/clock.ts";
import { directLanes } from "../../../src/transactions/direct-lanes.ts";
import { createTransactionsService } from "../../../src/transactions/index.ts";
import type { CreateHookInput } from "../../../src/webhooks/create-hook.ts";
import { type Bank, newOwner, openTestBank, operator, write } from "../../support/bank.ts";
import { applied, createMover, type Mover } from "../../support/mover.ts";
import { openReceiver, type Receiver } from "../../support/receiver.ts";
import { tellWebhooks, webhooksOf } from "../../support/webhooks.ts";

let bank: Bank;
let receiver: Receiver;
beforeAll(async () => {
  bank = await openTestBank();
});
beforeEach(async () => {
  receiver = await openReceiver();
  const { rows } = await bank.webhooks.listHooks(operator, {
    type: undefined,
    limit: 100,
    cursor: undefined,
  });
  for (const { hook_ref: hookRef } of rows) {
    await bank.webhooks.deleteHook(operator, { write: write(), hookRef });
  }
});
afterEach(async () => receiver.close());

const idr = (amount: string) => ({ amount, currency: "IDR" });

async function addHook(wanted: Partial<CreateHookInput> = {}) {
  const { result } = await bank.webhooks.createHook(operator, {
    write: write(),
    name: "A hook",
    type: "PRE_TRANSACTION",
    url: receiver.url,
    isActive: true,
    headers: {},
    timeoutMs: undefined,
    onFailure: undefined,
    attemptsAtMost: undefined,
    ...wanted,
  });
  return { ...result, secret: result.secret ?? "" };
}

/** A mover of an isolate that has just started, and so knows the hooks as they are. */
function freshMover(): Mover {
  return createMover(freshTransactions());
}

function freshTransactions() {
  const { database, cursors, wallets } = bank;
  return createTransactionsService({
    database,
    cursors,
    wallets,
    clock: systemClock,
    lanes: directLanes(database),
    beforeTransactions: webhooksOf(bank).askHooks,
  });
}

async function openWallet() {
  return (await bank.openWallet({ owner: newOwner() })).wallet_ref;
}

const holdings = async (walletRef: string) =>
  (await bank.wallets.balance(operator, { walletRef, past: {} })).balance;

it("asks before money moves, and does what is allowed", async () => {
  const wallet_ref = await openWallet();
  const { secret } = await addHook({ headers: { "X-Receiver-Key": "a key of theirs" } });
  receiver.answer({ body: '{"allow":true}' });
  const { transaction_ref } = applied(await freshMover().topUp({ wallet_ref, ...idr("700") }));

  const [asked] = receiver.received;
  expect(asked?.headers["x-receiver-key"]).toBe("a key of theirs");
  const said = new Webhook(secret).verify(
    asked?.body ?? "",
    asked?.headers as Record<string, string>,
  );
  expect(said).toMatchObject({
    type: "transaction.proposed",
    data: {
      transactions: [
        { transaction_ref, type: "TOPUP", ...idr("700"), destination_wallet_ref: wallet_ref },
      ],
    },
  });
  expect(await holdings(wallet_ref)).toBe("700");
});

it("does nothing that a hook forbids, says why, and remembers no refusal", async () => {
  const wallet_ref = await openWallet();
  const { hook_ref } = await addHook();
  const mover = freshMover();
  receiver.answer({ body: '{"allow":false,"reason":"Looks\\u0007 odd"}' });
  const refused = await mover.topUp({ wallet_ref, ...idr("700") }, { key: "odd-one" });
  expect(refused).toMatchObject({
    code: "transaction_vetoed",
    fields: { hook_ref, reason: "Looks  odd" },
  });
  expect(await holdings(wallet_ref)).toBe("0");

  receiver.answer({ body: "" });
  applied(await mover.topUp({ wallet_ref, ...idr("700") }, { key: "odd-one" }));
  expect(await holdings(wallet_ref)).toBe("700");
});

it("answers a repetition as the first was answered, whatever a hook thinks of it by now", async () => {
  const wallet_ref = await openWallet();
  await addHook();
  const mover = freshMover();
  const first = applied(await mover.topUp({ wallet_ref, ...idr("700") }, { key: "done-before" }));
  receiver.answer({ body: '{"allow":false}' });
  const again = await mover.topUp({ wallet_ref, ...idr("700") }, { key: "done-before" });
  expect(again.isReplayed).toBe(true);
  expect(applied(again)).toEqual(first);
  expect(await holdings(wallet_ref)).toBe("700");
});

it.each([
  ["answers 500", { status: 500 }],
  ["redirects", { status: 307, headers: { location: "http://127.0.0.1:1/" } }],
  ["says what nobody understands", { body: "perhaps" }],
  ["hangs", { afterMs: Number.POSITIVE_INFINITY }],
] as const)("goes on without a hook that fails open and %s", async (_name, answer) => {
  const wallet_ref = await openWallet();
  await addHook({ onFailure: "FAIL_OPEN", timeoutMs: 500 });
  receiver.answer(answer);
  applied(await freshMover().topUp({ wallet_ref, ...idr("700") }));
  expect(receiver.received).toHaveLength(1);
});

it("does nothing without a hook that fails closed, and waits two seconds for it at most", async () => {
  const wallet_ref = await openWallet();
  const { hook_ref, timeout_ms } = await addHook({ onFailure: "FAIL_CLOSED" });
  expect(timeout_ms).toBe(2_000);
  receiver.answer({ afterMs: Number.POSITIVE_INFINITY });
  const refused = await freshMover().topUp({ wallet_ref, ...idr("700") });
  expect(refused).toMatchObject({
    code: "transaction_hook_unanswered",
    fields: { hook_ref },
  });
  expect(await holdings(wallet_ref)).toBe("0");
});

it("asks about a bulk once, and takes what is forbidden with its chain", async () => {
  const [one, other] = [await openWallet(), await openWallet()];
  await addHook();
  receiver.answer(({ body }) => {
    const { transactions } = JSON.parse(body).data;
    const vetoed = transactions.filter(({ amount }: { amount: string }) => amount === "13");
    return { body: JSON.stringify({ vetoed }) };
  });
  const topUp = (wallet_ref: string, amount: string, chain?: string) => ({
    idempotency_key: write().newRef(),
    type: "TOPUP",
    wallet_ref,
    ...idr(amount),
    ...(chain !== undefined && { chain }),
  });
  const items = [
    topUp(one, "10"),
    topUp(one, "13"),
    topUp(other, "20", "a"),
    topUp(other, "13", "a"),
  ];
  const results = await freshTransactions().submitBulk(operator, { write: write(), items });
  expect(
    results.map((result) =>
      "problem" in result ? result.problem.code : result.transaction.amount,
    ),
  ).toEqual(["10", "transaction_vetoed", "linked_command_failed", "transaction_vetoed"]);
  expect(receiver.received).toHaveLength(1);
  expect([await holdings(one), await holdings(other)]).toEqual(["10", "0"]);
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

it("asks nobody where there is no hook, and does not ask the database each time", async () => {
  const { database } = bank;
  let reads = 0;
  const sql = Object.assign((...parts: Parameters<typeof database.sql>) => {
    reads += 1;
    return database.sql(...parts);
  }, database.sql) as typeof database.sql;
  const webhooks = webhooksOf(bank, { database: { ...database, sql } });
  const nothing = () => {
    throw new Error("Nobody asks.");
  };
  await webhooks.askHooks(nothing, null);
  for (let n = 0; n < 100; n += 1) expect(webhooks.askHooks(nothing, null)).toBeNull();
  expect(reads).toBe(1);
});

it("asks a hook that was registered a moment ago, and none that was taken away", async () => {
  let now = systemClock.now().getTime();
  const clock = { now: () => new Date(now) };
  const webhooks = webhooksOf(bank, { clock });
  const propose = () => ({ transactions: [{ transaction_ref: write().newRef() }] });
  expect(await webhooks.askHooks(propose, null)).toEqual([]);
  const { hook_ref: hookRef } = await addHook({ onFailure: "FAIL_OPEN" });
  now += 5_000;
  await webhooks.askHooks(propose, null);
  expect(receiver.received).toHaveLength(1);
  await bank.webhooks.deleteHook(operator, { write: write(), hookRef });
  now += 5_000;
  expect(await webhooks.askHooks(propose, null)).toEqual([]);
  expect(receiver.received).toHaveLength(1);
});

it("tells a post-transaction hook what became of transactions, as often as it says", async () => {
  const wallet_ref = await openWallet();
  await tellWebhooks(bank);
  const { hook_ref: hookRef, secret } = await addHook({
    type: "POST_TRANSACTION",
    attemptsAtMost: 1,
    headers: { "X-Receiver-Key": "a key of theirs" },
  });
  const { transaction_ref } = applied(
    await createMover(bank.transactions).topUp({ wallet_ref, ...idr("700") }),
  );
  receiver.answer({ status: 500 });
  await tellWebhooks(bank);
  await bank.webhooks.deliverDue();
  const [told] = receiver.received;
  expect(told?.headers["x-receiver-key"]).toBe("a key of theirs");
  const verified = new Webhook(secret).verify(
    told?.body ?? "",
    told?.headers as Record<string, string>,
  );
  expect(verified).toMatchObject({ type: "transaction.completed", subject: transaction_ref });
  // One attempt was what it wanted.
  expect((await bank.webhooks.deliverDue()).nextDueAt).toBeNull();

  await bank.webhooks.updateHook(operator, {
    write: write(),
    hookRef,
    expectedVersion: null,
    change: { is_active: false },
  });
  applied(await createMover(bank.transactions).topUp({ wallet_ref, ...idr("1") }));
  await tellWebhooks(bank);
  await bank.webhooks.deliverDue();
  expect(receiver.received).toHaveLength(1);
});

it("refuses settings of the other type of hook, and more hooks than there may be", async () => {
  await expect(addHook({ attemptsAtMost: 3 })).rejects.toMatchObject({
    code: "hook_setting_foreign",
  });
  await expect(addHook({ timeoutMs: 2_001 })).rejects.toMatchObject({
    code: "hook_setting_foreign",
  });
  await expect(addHook({ type: "POST_TRANSACTION", onFailure: "FAIL_OPEN" })).rejects.toMatchObject(
    { code: "hook_setting_foreign" },
  );
  for (let n = 0; n < 10; n += 1) await addHook();
  await expect(addHook()).rejects.toMatchObject({ code: "hook_limit_reached" });
  const hookRef = write().newRef();
  await expect(bank.webhooks.getHook(operator, hookRef)).rejects.toMatchObject({
    code: "hook_not_found",
  });
});
