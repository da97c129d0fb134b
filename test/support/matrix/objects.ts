import type { Caller } from "../../../src/platform/caller.ts";
import type { EndpointSpec } from "../../../src/platform/endpoint.ts";
import { type Bank, operator, write } from "../bank.ts";
import { queryAs } from "../database.ts";
import { applied, createMover } from "../mover.ts";
import { newRef } from "../refs.ts";

/** The parameters of an address that leads to something of somebody's. */
type Params = Readonly<Record<string, string>>;
type MakeObject = (bank: Bank, owner: Caller) => Promise<Params>;

const idr = (amount: string) => ({ amount, currency: "IDR" });

/** What somebody has already, because nobody has two wallets of one kind. */
const opened = new Map<string, Promise<string>>();

function once(name: string, open: () => Promise<string>): Promise<string> {
  const known = opened.get(name) ?? open();
  opened.set(name, known);
  return known;
}

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

// The longest beginning of an address that fits says what stands there.
const makers: readonly (readonly [string, MakeObject])[] = [
  ["/v1/wallets/{ref}/limits/{limit_ref}", makeLimit],
  ["/v1/wallets/{ref}", async (bank, owner) => ({ ref: await funded(bank, owner) })],
  [
    "/v1/transactions/{ref}",
    async (bank, owner) => ({ ref: (await makeTransaction(bank, owner)).transaction_ref }),
  ],
  ["/v1/ledger/journals/{ref}", makeJournal],
  ["/v1/auth/sessions/{ref}", makeSession],
  ["/v1/auth/api-keys/{ref}", makeKey],
  [
    "/v1/admin/users/{ref}/roles/{role}",
    async (_bank, owner) => ({ ref: owner.ownerRef, role: "user" }),
  ],
  ["/v1/admin/users/{ref}", async (_bank, owner) => ({ ref: owner.ownerRef })],
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
    wallet_ref: wallet,
    source_wallet_ref: wallet,
    destination_wallet_ref: await pending(bank, owner),
  };
}

/** Refs of the same names that name nothing. */
export function missingRefs(refs: Params): Params {
  return Object.fromEntries(Object.keys(refs).map((name) => [name, newRef()]));
}
