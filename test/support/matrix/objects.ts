import type { Caller } from "../../../src/platform/caller.ts";
import type { EndpointSpec } from "../../../src/platform/endpoint.ts";
import { type Bank, operator, write } from "../bank.ts";
import { queryAs } from "../database.ts";
import { applied, createMover } from "../mover.ts";
import { newRef } from "../refs.ts";
import { makeBeneficiary, moneyInMakers } from "./money-in-makers.ts";
import { type MakeObject, once, type Params } from "./once.ts";

const idr = (amount: string) => ({ amount, currency: "IDR" });

function funded(bank: Bank, owner: Caller): Promise<string> {
  return once(`${owner.ownerRef} CASH`, () => openFunded(bank, owner));
}

function pending(bank: Bank, owner: Caller): Promise<string> {
  const open = async () => (await bank.openWallet({ owner, type: "PENDING" })).wallet_ref;
  return once(`${owner.ownerRef} PENDING`, open);
}

async function openFunded(bank: Bank, owner: Caller): Promise<string> {
  const { wallet_ref } = await bank.openWallet({ owner });
  applied(await createMover(bank.transactions).topUp({ wallet_ref, ...idr("100000") }));
  return wallet_ref;
}

async function makeTransaction(bank: Bank, owner: Caller) {
  const source_wallet_ref = await funded(bank, owner);
  const destination_wallet_ref = await pending(bank, owner);
  const body = { source_wallet_ref, destination_wallet_ref, ...idr("10") };
  return applied(await createMover(bank.transactions).transfer(body, { caller: owner }));
}

async function makeLimit(bank: Bank, owner: Caller): Promise<Params> {
  const walletRef = await funded(bank, owner);
  const most = { amount: 1_000n, currency: "IDR" };
  const wanted = { direction: "DEBIT", period: "DAY", most } as const;
  const input = { write: write(), walletRef, ...wanted, timeZone: "Asia/Jakarta" };
  const limit = await bank.wallets.setLimit(operator, input);
  return { ref: walletRef, limit_ref: limit.result.limit_ref };
}

async function makeSession({ ownerUrl }: Bank, owner: Caller): Promise<Params> {
  const ref = newRef();
  await queryAs(
    ownerUrl,
    `insert into identity.user_sessions (
       session_ref, user_id, auth_time, expires_at, created_at, last_activity_at
     )
     select $1, id, now(), now() + interval '1 day', now(), now() from identity.users where user_ref = $2`,
    [ref, owner.ownerRef],
  );
  return { ref };
}

async function makeKey(bank: Bank, owner: Caller): Promise<Params> {
  const scopes = ["account:read"] as const;
  const input = { write: write(), name: "A key", scopes, ipAllowList: [], expiresAt: null };
  return { ref: (await bank.identity.createApiKey(owner, input)).result.key_ref };
}

async function makeJournal(bank: Bank, owner: Caller): Promise<Params> {
  const { transaction_ref } = await makeTransaction(bank, owner);
  const [row] = await queryAs<{ journal_ref: string }>(
    bank.ownerUrl,
    "select journal_ref from ledger.journals where transaction_ref = $1",
    [transaction_ref],
  );
  return { ref: row?.journal_ref ?? "" };
}

const ownReceiver = {
  url: "https://receiver.example.com/",
  description: null,
  audience: "OWN",
  eventTypes: [],
  isOrdered: false,
} as const;

async function makeEndpoint(bank: Bank, owner: Caller): Promise<Params> {
  // Nobody may have many, and whatever changes one is done to somebody new.
  const ref = await once(`${owner.ownerRef} webhook endpoint`, async () => {
    const input = { write: write(), ...ownReceiver };
    return (await bank.webhooks.createEndpoint(owner, input)).result.endpoint_ref;
  });
  return { ref };
}

async function makeDelivery(bank: Bank, owner: Caller): Promise<Params> {
  const { ref: endpointRef = "" } = await makeEndpoint(bank, owner);
  const tested = await bank.webhooks.testEndpoint(owner, { write: write(), endpointRef });
  return { ref: tested.result.delivery_ref };
}

async function makeMonitor(bank: Bank, owner: Caller): Promise<Params> {
  const walletRef = await funded(bank, owner);
  const ref = await once(`${owner.ownerRef} monitor`, async () => {
    const bounds = { threshold: 1n, hysteresis: 0n, currency: "IDR" };
    const wanted = { measure: "BALANCE", operator: "<", ...bounds } as const;
    const input = { write: write(), walletRef, ...wanted };
    return (await bank.webhooks.createMonitor(operator, input)).result.monitor_ref;
  });
  return { ref };
}

async function makeHook(bank: Bank): Promise<Params> {
  const input = {
    write: write(),
    name: "A hook",
    type: "POST_TRANSACTION",
    url: ownReceiver.url,
    isActive: false,
    headers: {},
    timeoutMs: undefined,
    onFailure: undefined,
    attemptsAtMost: undefined,
  } as const;
  // There may be few hooks at once, and every case makes one.
  const { rows } = await bank.webhooks.listHooks(operator, {
    type: undefined,
    limit: 100,
    cursor: undefined,
  });
  for (const { hook_ref: hookRef } of rows) {
    await bank.webhooks.deleteHook(operator, { write: write(), hookRef });
  }
  return { ref: (await bank.webhooks.createHook(operator, input)).result.hook_ref };
}

/** What no group takes: whoever has a say over events has it over everybody's. */
async function makeDeadLetter({ ownerUrl }: Bank): Promise<Params> {
  const ref = newRef();
  const event = {
    specversion: "1.0",
    id: ref,
    source: "saku",
    type: "wallet.opened",
    subject: ref,
    aggregatetype: "wallet",
    time: "2026-11-21T00:00:00.000Z",
    sequence: 1,
    dataschema: "/events/wallet.opened.json",
    datacontenttype: "application/json",
    data: {},
  };
  await queryAs(ownerUrl, "select platform.put_aside('nobody', $1::json, 'It is broken.')", [
    JSON.stringify(event),
  ]);
  const [row] = await queryAs<{ dead_letter_ref: string }>(
    ownerUrl,
    "select dead_letter_ref from platform.parked_events where aggregate_ref = $1",
    [ref],
  );
  return { ref: row?.dead_letter_ref ?? "" };
}

// The longest beginning of an address that fits says what stands there.
const makers: readonly (readonly [string, MakeObject])[] = [
  ["/v1/wallets/{ref}/limits/{limit_ref}", makeLimit],
  ["/v1/wallets/{ref}", async (bank, owner) => ({ ref: await funded(bank, owner) })],
  [
    "/v1/transactions/{ref}",
    async (bank, owner) => ({ ref: (await makeTransaction(bank, owner)).transaction_ref }),
  ],
  ["/v1/ledger/journals/{ref}", makeJournal],
  ...moneyInMakers,
  ["/v1/auth/sessions/{ref}", makeSession],
  ["/v1/auth/api-keys/{ref}", makeKey],
  [
    "/v1/admin/users/{ref}/roles/{role}",
    async (_bank, owner) => ({ ref: owner.ownerRef, role: "user" }),
  ],
  ["/v1/webhooks/endpoints/{ref}", makeEndpoint],
  ["/v1/webhooks/deliveries/{ref}", makeDelivery],
  ["/v1/webhooks/balance-monitors/{ref}", makeMonitor],
  ["/v1/hooks/{ref}", makeHook],
  ["/v1/admin/dead-letters/{ref}", makeDeadLetter],
  ["/v1/admin/users/{ref}", async (_bank, owner) => ({ ref: owner.ownerRef })],
  ["/v1/admin/projections/{name}", async () => ({ name: "transaction_facts" })],
];

/** Makes what an address with parameters leads to; null for one that nobody has told this file about. */
export function makerOf({ path }: EndpointSpec): MakeObject | null {
  return makers.find(([beginning]) => path.startsWith(beginning))?.[1] ?? null;
}

/** What a body's refs have to name so that it is about somebody's own things. */
export async function makeBodyRefs(bank: Bank, owner: Caller): Promise<Params> {
  const wallet = await funded(bank, owner);
  return {
    owner_ref: owner.ownerRef,
    payee_ref: owner.ownerRef,
    beneficiary_ref: (await makeBeneficiary(bank, owner)).ref ?? "",
    wallet_ref: wallet,
    source_wallet_ref: wallet,
    destination_wallet_ref: await pending(bank, owner),
  };
}

/** Refs of the same names that name nothing. */
export function missingRefs(refs: Params): Params {
  return Object.fromEntries(Object.keys(refs).map((name) => [name, newRef()]));
}
