// What becomes of receivers and hooks when those who made them may do less, and who is written down for what.
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Scope } from "../../../src/platform/caller.ts";
import { bareCaller, type Caller, scopes } from "../../../src/platform/caller.ts";
import type { CreateHookInput } from "../../../src/webhooks/create-hook.ts";
import { consumeAll } from "../../support/audit.ts";
import { type Bank, newOwner, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openReceiver, type Receiver } from "../../support/receiver.ts";
import { addEndpoint, tellWebhooks, webhooksOf } from "../../support/webhooks.ts";

let bank: Bank;
let receiver: Receiver;
beforeAll(async () => {
  bank = await openTestBank();
});
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(async () => receiver.close());

const newOperator = (...granted: Scope[]): Caller =>
  bareCaller(newRef(), granted.length > 0 ? granted : scopes, { isOperator: true });

async function addHook(by: Caller, wanted: Partial<CreateHookInput> = {}) {
  const { result } = await bank.webhooks.createHook(by, {
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
  return result;
}

const sequences = new Map<string, number>();

/** What identity announces of somebody. */
async function announce(userRef: string, type: string, roles: readonly string[]): Promise<void> {
  const sequence = (sequences.get(userRef) ?? 0) + 1;
  sequences.set(userRef, sequence);
  await queryAs(
    bank.ownerUrl,
    `select platform.append_event(
       jsonb_build_object('event_ref', platform.new_ref(), 'traceparent', null), $2, 'user', $1, $3, $4
     )`,
    [userRef, type, sequence, JSON.stringify({ user_ref: userRef, roles })],
  );
  await tellWebhooks(bank);
}

const isActive = async (hookRef: string) =>
  (await bank.webhooks.getHook(operator, hookRef)).is_active;

it.each(["PRE_TRANSACTION", "POST_TRANSACTION"] as const)(
  "asks and tells no %s hook of somebody who was suspended or may keep none any more",
  async (type) => {
    const [suspended, demoted, other] = [newOperator(), newOperator(), newOperator()];
    const hooks = [];
    for (const by of [suspended, demoted, other])
      hooks.push((await addHook(by, { type })).hook_ref);
    await announce(suspended.ownerRef, "user.suspended", ["operator"]);
    await announce(demoted.ownerRef, "user.role_removed", ["user"]);
    await announce(other.ownerRef, "user.role_removed", ["user", "operator"]);
    expect(await Promise.all(hooks.map(isActive))).toEqual([false, false, true]);
    for (const hookRef of hooks) {
      await bank.webhooks.deleteHook(operator, { write: write(), hookRef });
    }
  },
);

it("sends the headers of a hook to no other place than they were given for", async () => {
  const { hook_ref: hookRef } = await addHook(operator, { headers: { "X-Key": "theirs" } });
  const change = (wanted: { readonly url?: string; readonly headers?: Record<string, string> }) =>
    bank.webhooks.updateHook(newOperator(), {
      write: write(),
      hookRef,
      expectedVersion: null,
      change: wanted,
    });
  await expect(change({ url: "http://127.0.0.1:9/mine" })).rejects.toMatchObject({
    code: "hook_headers_needed",
  });
  await change({ url: "http://127.0.0.1:9/mine", headers: {} });
  expect((await change({ url: receiver.url })).result).toMatchObject({ header_names: [] });
  await bank.webhooks.deleteHook(operator, { write: write(), hookRef });
});

it("does as a hook's policy says where its secret cannot be opened any more", async () => {
  const { hook_ref: hookRef } = await addHook(operator, { onFailure: "FAIL_OPEN" });
  const webhooks = webhooksOf(bank, { keyEncryptionKey: "another key than it was sealed with" });
  const transaction_ref = newRef();
  expect(await webhooks.askHooks(() => ({ transactions: [{ transaction_ref }] }), null)).toEqual(
    [],
  );
  expect(receiver.received).toEqual([]);
  await bank.webhooks.deleteHook(operator, { write: write(), hookRef });
});

it("tells everything to nobody whose key may only keep webhooks", async () => {
  const narrow = newOperator("webhooks:read", "webhooks:write");
  const url = receiver.url;
  await expect(addEndpoint(bank.webhooks, narrow, { url, audience: "ALL" })).rejects.toMatchObject({
    code: "webhook_audience_too_wide",
  });
  const { endpoint_ref: endpointRef } = await addEndpoint(bank.webhooks, operator, {
    url,
    audience: "ALL",
  });
  const change = (
    by: Caller,
    wanted: { readonly event_types?: string[]; readonly status?: "DISABLED" },
  ) =>
    bank.webhooks.updateEndpoint(by, {
      write: write(),
      endpointRef,
      expectedVersion: null,
      change: wanted,
    });
  await expect(change(narrow, { event_types: [] })).rejects.toMatchObject({
    code: "webhook_audience_too_wide",
  });
  expect((await change(narrow, { status: "DISABLED" })).result.status).toBe("DISABLED");
});

it("sends a customer's events to no address that somebody else has chosen", async () => {
  const owner = newOwner();
  const { endpoint_ref: endpointRef } = await addEndpoint(bank.webhooks, owner, {
    url: receiver.url,
  });
  const change = (by: Caller, wanted: { readonly url?: string; readonly status?: "DISABLED" }) =>
    bank.webhooks.updateEndpoint(by, {
      write: write(),
      endpointRef,
      expectedVersion: null,
      change: wanted,
    });
  await expect(change(operator, { url: "http://127.0.0.1:9/mine" })).rejects.toMatchObject({
    code: "webhook_endpoint_not_found",
  });
  await change(operator, { status: "DISABLED" });
  expect((await change(owner, { url: "http://127.0.0.1:9/theirs" })).result.url).toContain(
    "theirs",
  );
});

it("writes down who changed what is another's, and what nobody did", async () => {
  const owner = newOwner();
  const { endpoint_ref: endpointRef } = await addEndpoint(bank.webhooks, owner, {
    url: receiver.url,
  });
  const by = newOperator();
  await bank.webhooks.updateEndpoint(by, {
    write: write(),
    endpointRef,
    expectedVersion: null,
    change: { is_ordered: true },
  });
  const { hook_ref: hookRef } = await addHook(operator);
  await bank.webhooks.deleteHook(by, { write: write(), hookRef });
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  const { result: monitor } = await bank.webhooks.createMonitor(by, {
    write: write(),
    walletRef,
    measure: "BALANCE",
    operator: ">",
    threshold: 1n,
    hysteresis: 0n,
    currency: "IDR",
  });
  await announce(owner.ownerRef, "user.suspended", ["user"]);
  await consumeAll(bank);
  const rows = await queryAs<{ event_type: string; actor_ref: string; actor_type: string }>(
    bank.ownerUrl,
    `select event_type, actor_ref, actor_type from audit.audit_logs
     where entity_ref = any ($1) order by log_id`,
    [[endpointRef, hookRef, monitor.monitor_ref]],
  );
  const actorOf = (type: string) => {
    const row = rows.find(({ event_type }) => event_type === type);
    return [row?.actor_ref, row?.actor_type];
  };
  expect(actorOf("webhook_endpoint.created")).toEqual([owner.ownerRef, "OWNER"]);
  expect(actorOf("webhook_endpoint.updated")).toEqual([by.ownerRef, "OWNER"]);
  expect(actorOf("webhook_endpoint.disabled")).toEqual([null, "SYSTEM"]);
  expect(actorOf("hook.created")).toEqual([operator.ownerRef, "BOOTSTRAP"]);
  expect(actorOf("hook.deleted")).toEqual([by.ownerRef, "OWNER"]);
  expect(actorOf("balance_monitor.created")).toEqual([by.ownerRef, "OWNER"]);
});

it("opens no gate whose maker was suspended, until somebody has decided about it", async () => {
  const suspended = newOperator();
  const closed = await addHook(suspended);
  const open = await addHook(suspended, { onFailure: "FAIL_OPEN" });
  await announce(suspended.ownerRef, "user.suspended", ["operator"]);
  const transaction_ref = newRef();
  const ask = () =>
    webhooksOf(bank).askHooks(() => ({ transactions: [{ transaction_ref }] }), null);
  expect(await ask()).toEqual([
    { transactionRef: transaction_ref, hookRef: closed.hook_ref, reason: null, isUnanswered: true },
  ]);
  expect(receiver.received, "it is told of nobody's money").toEqual([]);
  expect(await bank.webhooks.getHook(operator, closed.hook_ref)).toMatchObject({
    is_active: false,
    has_lost_authority: true,
  });

  const decide = (isActive: boolean) =>
    bank.webhooks.updateHook(operator, {
      write: write(),
      hookRef: closed.hook_ref,
      expectedVersion: null,
      change: { is_active: isActive },
    });
  expect((await decide(false)).result).toMatchObject({ has_lost_authority: false });
  expect(await ask()).toEqual([]);
  await decide(true);
  receiver.answer({ body: '{"allow":true}' });
  expect(await ask()).toEqual([]);
  expect(receiver.received).toHaveLength(1);
  for (const { hook_ref: hookRef } of [closed, open]) {
    await bank.webhooks.deleteHook(operator, { write: write(), hookRef });
  }
});
