// A copy at the edge is kept up for who reads it, and nothing that happens meanwhile is missed.
import { Client } from "pg";
import { afterAll, expect, it } from "vitest";
import { type BalanceCopy, createBalanceCopies } from "../../../src/readmodels/index.ts";
import { newOwner, openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";
import { consume, sentEvents } from "../../support/read-models.ts";
import { newRef } from "../../support/refs.ts";

const bank = await openTestBank();
const mover = createMover(bank.transactions);
const connection = new Client({ connectionString: bank.appUrl });
await connection.connect();
afterAll(() => connection.end());

async function funded(): Promise<string> {
  const { wallet_ref } = await bank.openWallet({ owner: newOwner() });
  applied(await mover.topUp({ wallet_ref, amount: "100", currency: "IDR" }));
  await consume(bank, await sentEvents(bank));
  return wallet_ref;
}

async function moreEvents(walletRef: string): Promise<string> {
  applied(await mover.topUp({ wallet_ref: walletRef, amount: "5", currency: "IDR" }));
  return `[${(await sentEvents(bank)).join(",")}]`;
}

/** The copies of a reader whose clock shows another time, beside an edge that a test can look into. */
function readerAt(offsetMs: number) {
  const kept = new Map<string, BalanceCopy>();
  const copies = createBalanceCopies({
    database: bank.database,
    clock: { now: () => new Date(Date.now() + offsetMs) },
    edge: {
      get: async (key) => {
        const copy = kept.get(key);
        return copy ? JSON.stringify(copy) : null;
      },
      put: async (copy) => {
        kept.set(`wallet:${copy.wallet_ref}:balance`, copy);
      },
    },
  });
  return { kept, copies };
}

async function isWaiting(): Promise<boolean> {
  const rows = await queryAs(
    bank.appUrl,
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows.length > 0;
}

const copiesOf = (copies: readonly Record<string, unknown>[], wallet: string) =>
  copies.filter(({ wallet_ref }) => wallet_ref === wallet);

it("puts what it read to the edge, and makes copies of it from then on", async () => {
  const wallet = await funded();
  const { kept, copies } = readerAt(0);
  expect(await copies.read(wallet)).toMatchObject({ balance: "100", version: 1 });
  expect([...kept.values()]).toMatchObject([{ wallet_ref: wallet, version: 1 }]);
  await moreEvents(wallet);
  expect(copiesOf(await consume(bank, await sentEvents(bank)), wallet)).toMatchObject([
    { wallet_ref: wallet, version: 2 },
  ]);
});

it("has it kept for longer once half of the time is over, and not before", async () => {
  const wallet = await funded();
  const now = readerAt(0);
  const first = await now.copies.read(wallet);
  await now.copies.read(wallet);
  expect(await readerAt(0).copies.read(wallet), "read elsewhere").toEqual(first);
  await queryAs(
    bank.ownerUrl,
    "update readmodels.kept_copies set kept_until = kept_until - interval '61 minutes' where wallet_ref = $1",
    [wallet],
  );
  const again = readerAt(61 * 60_000);
  again.kept.set(`wallet:${wallet}:balance`, first as BalanceCopy);
  const renewed = await again.copies.read(wallet);
  expect(now.kept.get(`wallet:${wallet}:balance`)).toEqual(first);
  expect(Date.parse(renewed?.kept_until ?? "")).toBeGreaterThan(
    Date.parse(first?.kept_until ?? ""),
  );
  expect(again.kept.get(`wallet:${wallet}:balance`)).toEqual(renewed);
});

it("keeps no copy because a stranger asked", async () => {
  const wallet = await funded();
  const { kept, copies } = readerAt(0);
  const seen = await copies.read(wallet, 0, newOwner().ownerRef);
  expect(seen).toMatchObject({ wallet_ref: wallet, kept_until: null });
  expect(kept.size).toBe(0);
  const own = await copies.read(wallet, 0, seen?.owner_ref);
  expect(own?.kept_until).not.toBeNull();
  expect(kept.size).toBe(1);
});

it("keeps no copy of a wallet of which no event has told", async () => {
  const { wallet_ref } = await bank.openWallet({ owner: newOwner() });
  const { kept, copies } = readerAt(0);
  expect(await copies.read(wallet_ref)).toBeNull();
  expect(kept.size).toBe(0);
});

it("reads what a batch has taken that did not know of the wish", async () => {
  const wallet = await funded();
  const events = await moreEvents(wallet);
  await connection.query("begin");
  const { rows } = await connection.query("select readmodels.consume($1::json) as report", [
    events,
  ]);
  expect(copiesOf(rows[0].report.copies, wallet)).toEqual([]);
  const reading = readerAt(0).copies.read(wallet);
  await expect.poll(isWaiting).toBe(true);
  await connection.query("commit");
  expect(await reading).toMatchObject({ balance: "105", version: 2 });
});

it("reads a stripe too that a batch has begun and that nobody could see before its commit", async () => {
  const { wallet_ref: wallet } = await bank.openWallet({ type: "PLATFORM" });
  applied(await mover.topUp({ wallet_ref: wallet, amount: "100", currency: "IDR" }));
  const events = await sentEvents(bank);
  await consume(bank, events);
  const told = events
    .map((event) => JSON.parse(event))
    .findLast(({ type }) => type === "transaction.completed");
  const again = JSON.stringify({ ...told, id: newRef() }).replaceAll(told.subject, newRef());
  await connection.query("begin");
  await connection.query("select readmodels.consume($1::json)", [
    `[${again.replaceAll('"stripe":0', '"stripe":3')}]`,
  ]);
  const reading = readerAt(0).copies.read(wallet);
  await Promise.race([reading, expect.poll(isWaiting).toBe(true)]);
  await connection.query("commit");
  expect(await reading).toMatchObject({ balance: "200" });
});

it("lets a batch that comes after the wish tell of the wallet", async () => {
  const wallet = await funded();
  const events = await moreEvents(wallet);
  await connection.query("begin");
  const { rows } = await connection.query("select readmodels.keep_copy($1, null) as copy", [
    wallet,
  ]);
  expect(rows[0].copy).toMatchObject({ version: 1 });
  const batch = consume(
    bank,
    JSON.parse(events).map((event: unknown) => JSON.stringify(event)),
  );
  await expect.poll(isWaiting).toBe(true);
  await connection.query("commit");
  expect(copiesOf(await batch, wallet)).toMatchObject([{ wallet_ref: wallet, version: 2 }]);
});
