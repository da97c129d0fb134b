// A projection that is built anew while money moves is, at every moment, either the old one or one that equals it.
import { beforeAll, describe, expect, it } from "vitest";
import { intentOf } from "../../../src/platform/intent.ts";
import { projectionNames } from "../../../src/readmodels/projection.ts";
import { type Bank, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import {
  consume,
  consumeAnyhow,
  makeTraffic,
  projectedPicture,
  sentEvents,
  shuffled,
  truePicture,
} from "../../support/read-models.ts";
import { openRival, somebodyWaits } from "../../support/rival.ts";

let bank: Bank;

beforeAll(async () => {
  bank = await openTestBank();
  await makeTraffic(bank);
  await consumeAnyhow(bank, await sentEvents(bank));
});

const rebuild = (name: string, timeZone?: string) =>
  bank.readmodels.rebuild(operator, { write: write(), name, timeZone });

/** The next slice of a rebuild, and whether it was the last. */
async function readSlice(of: Bank, name: string): Promise<boolean> {
  const [row] = await queryAs<{ state: string }>(
    of.appUrl,
    "select readmodels.rebuild_slice($1, 3) ->> 'state' as state",
    [name],
  );
  return row?.state === "LIVE";
}

it.each(projectionNames)(
  "builds %s anew while events come in, equal to the live one",
  async (name) => {
    const own = await openTestBank();
    await makeTraffic(own, 20);
    // Half of what happened is told before, in any order; the other half comes before, within and behind what is read.
    const events = shuffled(await sentEvents(own));
    await consumeAnyhow(own, events.splice(0, events.length / 2));
    const begun = await own.readmodels.rebuild(operator, {
      write: write(),
      name,
      timeZone: undefined,
    });
    expect(begun.result).toMatchObject({ name, state: "REBUILDING", rebuild: { events_read: 0 } });

    const untold = events.length;
    let isOver = false;
    while (!isOver) {
      const told = consume(own, events.splice(0, 3));
      [isOver] = await Promise.all([readSlice(own, name), told]);
    }
    expect(events.length).toBeLessThan(untold - 9);
    const { state, rebuild: done } = await own.readmodels.projection(name);
    expect([state, done?.finished_at]).toEqual(["LIVE", expect.any(String)]);
    await consumeAnyhow(own, events);
    expect(await projectedPicture(own)).toEqual(await truePicture(own));
  },
);

it("brings back what was lost, and is read in its old form until it is whole", async () => {
  await queryAs(bank.ownerUrl, "delete from readmodels.entries where version > 3");
  const broken = await projectedPicture(bank);
  await rebuild("ledger_entries_view");
  await queryAs(bank.appUrl, "select readmodels.rebuild_slice('ledger_entries_view', 5)");
  expect(await projectedPicture(bank)).toEqual(broken);
  await bank.readmodels.continueRebuilds();
  expect(await projectedPicture(bank)).toEqual(await truePicture(bank));
});

it("announces its beginning and its end, and keeps no row of the old form once nobody can read it", async () => {
  const { result } = await rebuild("transaction_facts");
  await bank.readmodels.continueRebuilds();
  expect(await bank.eventsOf(String(result.rebuild?.rebuild_ref))).toEqual([
    "projection.rebuild_started",
    "projection.rebuilt",
  ]);
  await queryAs(
    bank.ownerUrl,
    "update readmodels.projections set finished_at = finished_at - interval '2 minutes'",
  );
  await bank.readmodels.continueRebuilds();
  const generations = await queryAs(
    bank.ownerUrl,
    "select count(distinct generation)::integer as live from readmodels.facts",
  );
  expect(generations).toEqual([{ live: 1 }]);
});

it("is read by whoever comes at the moment of the swap, in one form or the other", async () => {
  const own = await openTestBank();
  const [wallet = ""] = await makeTraffic(own, 1);
  await consume(own, await sentEvents(own));
  const copyOf = () =>
    queryAs<{ copy: unknown }>(own.appUrl, "select readmodels.balance_copy($1) as copy", [wallet]);
  const [before] = await copyOf();
  const input = { write: write(), name: "wallet_balances_view", timeZone: undefined };
  await own.readmodels.rebuild(operator, input);
  await queryAs(own.appUrl, "select readmodels.rebuild_slice('wallet_balances_view', 10000)");
  const swap = await openRival(own.appUrl, (client) =>
    client.query("select readmodels.rebuild_slice('wallet_balances_view', 10000)"),
  );
  expect(await copyOf()).toEqual([before]);
  await swap.end("commit");
  expect(await copyOf()).toEqual([before]);
});

it("counts as many changes of each wallet as the live one, by which copies of it are ordered", async () => {
  const own = await openTestBank();
  await makeTraffic(own, 3);
  for (const event of await sentEvents(own)) await consume(own, [event]);
  const revisions = () =>
    queryAs(
      own.ownerUrl,
      "select wallet_ref, revision from readmodels.wallet_balances_view order by wallet_ref",
    );
  const before = await revisions();
  const input = { write: write(), name: "wallet_balances_view", timeZone: undefined };
  await own.readmodels.rebuild(operator, input);
  await own.readmodels.continueRebuilds();
  expect(await revisions()).toEqual(before);
});

it("that cannot go on says so, and keeps no other from its end", async () => {
  const own = await openTestBank();
  await makeTraffic(own, 1);
  await consume(own, await sentEvents(own));
  for (const name of ["ledger_entries_view", "transaction_facts"]) {
    await own.readmodels.rebuild(operator, { write: write(), name, timeZone: undefined });
  }
  await queryAs(
    own.ownerUrl,
    "alter table readmodels.entries add constraint broken check (generation = 0) not valid",
  );
  await expect(own.readmodels.continueRebuilds()).rejects.toThrow(/broken/);
  expect((await own.readmodels.projection("transaction_facts")).state).toBe("LIVE");
  await queryAs(own.ownerUrl, "alter table readmodels.entries drop constraint broken");
  await own.readmodels.continueRebuilds();
  expect((await own.readmodels.projection("ledger_entries_view")).state).toBe("LIVE");
});

it("moves the ends of business days to another zone, also of past ones", async () => {
  const days = () =>
    queryAs<{ time_zone: string; days: number }>(
      bank.ownerUrl,
      `select time_zone, count(distinct date)::integer as days, min(date)::text as first
       from readmodels.daily_wallet_snapshot group by time_zone`,
    );
  await queryAs(bank.ownerUrl, "select 1");
  const [before] = await days();
  await rebuild("daily_wallet_snapshot", "Pacific/Kiritimati");
  expect(await days()).toEqual([before]);
  await bank.readmodels.continueRebuilds();
  const [after] = await days();
  expect(after?.time_zone).toBe("Pacific/Kiritimati");
  const [local] = await queryAs(
    bank.ownerUrl,
    `select min((recorded_at at time zone 'Pacific/Kiritimati')::date)::text as first from ledger.entries`,
  );
  expect(after).toMatchObject(local ?? {});
  await rebuild("daily_wallet_snapshot", "Asia/Jakarta");
  await bank.readmodels.continueRebuilds();
});

describe("a rebuild", () => {
  it("is refused while one is running, for an unknown projection, a zone that nobody knows and days that are not there", async () => {
    await rebuild("wallet_balances_view");
    await expect(rebuild("wallet_balances_view")).rejects.toMatchObject({
      code: "rebuild_running",
    });
    await bank.readmodels.continueRebuilds();
    await expect(rebuild("wallets")).rejects.toMatchObject({ code: "projection_not_found" });
    await expect(rebuild("daily_wallet_snapshot", "Mars/Olympus")).rejects.toMatchObject({
      code: "business_zone_unknown",
    });
    await expect(rebuild("transaction_facts", "Asia/Jakarta")).rejects.toMatchObject({
      code: "projection_without_days",
    });
  });

  it("that is asked for twice with one key is begun once", async () => {
    const input = { write: write(), name: "transaction_facts", timeZone: undefined };
    const [first, second] = [
      await bank.readmodels.rebuild(operator, input),
      await bank.readmodels.rebuild(operator, input),
    ];
    expect([first.isReplayed, second.isReplayed]).toEqual([false, true]);
    expect(second.result).toEqual(first.result);
    await bank.readmodels.continueRebuilds();
  });
});

it("passes over what an operator dropped, as the live one did", async () => {
  const own = await openTestBank();
  const [wallet = ""] = await makeTraffic(own, 1);
  const events = (await sentEvents(own)).map((text) => JSON.parse(text));
  const last = events.findLast(({ subject }) => subject !== wallet);
  const [kept, dropped] = [
    events.filter(({ id }) => id !== last.id).map((event) => JSON.stringify(event)),
    JSON.stringify(last),
  ];
  await consume(own, kept);
  await queryAs(own.appUrl, "select platform.put_aside('readmodels', $1, 'It cannot be read.')", [
    dropped,
  ]);
  const { rows } = await own.events.listDeadLetters({ filters: {}, limit: 10, cursor: undefined });
  const input = { write: write(), deadLetterRef: rows[0]?.dead_letter_ref ?? "" };
  await own.events.settleDeadLetter(operator, { ...input, decision: "DROP" });
  const before = await projectedPicture(own);
  for (const name of projectionNames) {
    await own.readmodels.rebuild(operator, { write: write(), name, timeZone: undefined });
  }
  await own.readmodels.continueRebuilds();
  expect(await projectedPicture(own)).toEqual(before);
  expect(before).not.toEqual(await truePicture(own));
});

it("does not pass over what was taken in the moment in which an operator dropped it", async () => {
  const own = await openTestBank();
  const [wallet = ""] = await makeTraffic(own, 1);
  const events = (await sentEvents(own)).map((text) => JSON.parse(text));
  const last = events.findLast(({ subject }) => subject !== wallet);
  const isKept = ({ id }: { id: string }) => id !== last.id;
  await consume(
    own,
    events.filter(isKept).map((event) => JSON.stringify(event)),
  );
  await queryAs(own.appUrl, "select platform.put_aside('readmodels', $1, 'It cannot be read.')", [
    JSON.stringify(last),
  ]);
  const { rows } = await own.events.listDeadLetters({ filters: {}, limit: 10, cursor: undefined });
  const operatorDrops = await openRival(own.appUrl, (client) =>
    client.query("select platform.settle_dead_letter($1, $2)", [
      intentOf(operator, write(), "dead_letters.drop", {}),
      { dead_letter_ref: rows[0]?.dead_letter_ref, decision: "DROP", whole_groups: [] },
    ]),
  );
  const taking = consume(own, [JSON.stringify({ ...last, attempt: 1 })]);
  await somebodyWaits(own.appUrl);
  await operatorDrops.end("commit");
  await taking;
  const live = await projectedPicture(own);
  expect(live).toEqual(await truePicture(own));
  for (const name of projectionNames) {
    await own.readmodels.rebuild(operator, { write: write(), name, timeZone: undefined });
  }
  await own.readmodels.continueRebuilds();
  expect(await projectedPicture(own)).toEqual(live);
});

it("that cannot go on can be abandoned, and leaves the read model as it is", async () => {
  const own = await openTestBank();
  await makeTraffic(own, 1);
  const events = await sentEvents(own);
  await consume(own, events.splice(0, events.length - 3));
  const name = "ledger_entries_view";
  const abandon = () => own.readmodels.abandonRebuild(operator, { write: write(), name });
  await expect(abandon()).rejects.toMatchObject({ code: "rebuild_not_running" });
  const begun = await own.readmodels.rebuild(operator, {
    write: write(),
    name,
    timeZone: undefined,
  });
  await queryAs(own.appUrl, "select readmodels.rebuild_slice($1, 3)", [name]);
  expect((await abandon()).result).toMatchObject({ name, state: "LIVE" });
  expect(await own.eventsOf(String(begun.result.rebuild?.rebuild_ref))).toEqual([
    "projection.rebuild_started",
    "projection.rebuild_abandoned",
  ]);
  await consume(own, events);
  expect(await projectedPicture(own)).toEqual(await truePicture(own));
  await own.readmodels.rebuild(operator, { write: write(), name, timeZone: undefined });
  await own.readmodels.continueRebuilds();
  expect(await projectedPicture(own)).toEqual(await truePicture(own));
});
