import { expect, it } from "vitest";
import { events } from "../../../src/catalogue.ts";
import { transactionEvents } from "../../../src/transactions/events.ts";
import { newOwner, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { makeTraffic } from "../../support/read-models.ts";

const bank = await openTestBank();
const uuidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

async function liveAWallet(): Promise<string> {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  await bank.wallets.update(owner, {
    write: write(),
    walletRef,
    expectedVersion: null,
    name: "Budi's own",
  });
  await bank.wallets.freeze(owner, { write: write(), walletRef, mode: "ALL" });
  await bank.wallets.unfreeze(owner, { write: write(), walletRef });
  await bank.wallets.close(owner, { write: write(), walletRef });
  return walletRef;
}

it("announces each change once, in a gapless sequence, in the words of its schema", async () => {
  const walletRef = await liveAWallet();
  const rows = await queryAs<{ event_type: string; sequence: string; payload: unknown }>(
    bank.ownerUrl,
    "select event_type, sequence, payload from platform.outbox_events where aggregate_ref = $1 order by sequence",
    [walletRef],
  );
  expect(rows.map(({ event_type, sequence }) => [event_type, sequence])).toEqual([
    ["wallet.opened", "1"],
    ["wallet.updated", "2"],
    ["wallet.frozen", "3"],
    ["wallet.unfrozen", "4"],
    ["wallet.closed", "5"],
  ]);
  for (const { event_type, payload } of rows) {
    const schema = events.find(({ type }) => type === event_type)?.data;
    expect(schema?.safeParse(payload).error).toBeUndefined();
  }
});

it("says of transactions of every kind what their schemas promise", async () => {
  const own = await openTestBank();
  await makeTraffic(own);
  const [waiting] = await queryAs<{ aggregate_ref: string }>(
    own.ownerUrl,
    "select aggregate_ref from platform.outbox_events where event_type = 'transaction.scheduled'",
  );
  const transactionRef = waiting?.aggregate_ref ?? "";
  await own.transactions.cancel(operator, { write: write(), transactionRef });
  const rows = await queryAs<{ event_type: string; payload: unknown }>(
    own.ownerUrl,
    "select event_type, payload from platform.outbox_events where aggregate_type = 'transaction'",
  );
  const seen = new Set(rows.map(({ event_type }) => event_type));
  expect([...seen].toSorted()).toEqual(transactionEvents.map(({ type }) => type).toSorted());
  for (const { event_type, payload } of rows) {
    const schema = events.find(({ type }) => type === event_type)?.data;
    expect([event_type, schema?.safeParse(payload).error]).toEqual([event_type, undefined]);
  }
});

it("keeps internal ids and people's words out of events", async () => {
  const walletRef = await liveAWallet();
  const rows = await queryAs<{ text: string }>(
    bank.ownerUrl,
    "select payload::text as text from platform.outbox_events where aggregate_ref = $1",
    [walletRef],
  );
  for (const { text } of rows) {
    expect(text).not.toMatch(uuidPattern);
    expect(text).not.toContain("Budi");
  }
});

it("carries the trace of the request into the event", async () => {
  const owner = newOwner();
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const { result } = await bank.wallets.open(owner, {
    write: { key: null, traceparent, newRef },
    ownerRef: owner.ownerRef,
    type: "CASH",
    currency: "IDR",
  });
  const [row] = await queryAs(
    bank.ownerUrl,
    "select traceparent from platform.outbox_events where aggregate_ref = $1",
    [result.wallet_ref],
  );
  expect(row).toEqual({ traceparent });
});

it("writes no event for a write that was refused", async () => {
  const owner = newOwner();
  const { wallet_ref: walletRef } = await bank.openWallet({ owner });
  await expect(bank.wallets.unfreeze(owner, { write: write(), walletRef })).rejects.toThrow();
  expect(await bank.eventsOf(walletRef)).toEqual(["wallet.opened"]);
});

it("is read in the order of its transactions, also where their numbers grow by a digit", async () => {
  const ref = newRef();
  for (const [index, xid] of ["1000", "99", "998", "101"].entries()) {
    await queryAs(
      bank.ownerUrl,
      `insert into platform.outbox_events (
         transaction_xid, event_ref, event_type, aggregate_type, aggregate_ref, sequence, payload
       )
       values ($1::text::xid8, $2, 'thing.happened', 'thing', $3, $4, '{}')`,
      [xid, newRef(), ref, 1 + index],
    );
  }
  const rows = await queryAs<{ xid: string }>(
    bank.appUrl,
    `select transaction_xid as xid from platform.relay_read('0'::text::xid8, $1, 1000)
     where event like '%"thing.happened"%'`,
    ["0".repeat(26)],
  );
  expect(rows.map(({ xid }) => xid)).toEqual(["99", "101", "998", "1000"]);
});
