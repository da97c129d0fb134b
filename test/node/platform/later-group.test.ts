// A group that is added when old months have left the outbox is given the whole past, from its copies. One that is taken
// away is forgotten before the archive goes on.
import { beforeEach, expect, it, vi } from "vitest";
import { archiveEvents } from "../../../src/platform/archive-events.ts";
import { consumeEvents, retryEvents } from "../../../src/platform/consume-events.ts";
import { createEventService } from "../../../src/platform/event-service.ts";
import { sweepEvents } from "../../../src/platform/sweep-events.ts";
import { archiveInMemory } from "../../support/audit.ts";
import { type Bank, openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { openProbe, type Probe } from "../../support/probe.ts";
import { makeTraffic, sentEvents } from "../../support/read-models.ts";

let bank: Bank;
let archive: ReturnType<typeof archiveInMemory>;
let probe: Probe;
/** What the outbox said before any of it left. */
let truth: Record<string, unknown>[];
/** What the relay sends now. */
let events: string[];
const reports: { readonly event: string; readonly error?: unknown }[] = [];

const age = () =>
  queryAs(
    bank.ownerUrl,
    "update platform.outbox_events set created_at = created_at - interval '2 years'",
  );

/** Everybody whom the outbox knows has read it up to its end. */
async function pass(...relays: string[]): Promise<void> {
  await queryAs(
    bank.ownerUrl,
    `insert into platform.relay_positions (relay, transaction_xid, event_ref)
     select relay, event.transaction_xid, event.event_ref
     from unnest($1::text[]) as relay
     cross join lateral (
       select * from platform.outbox_events order by transaction_xid desc, event_ref desc limit 1
     ) as event`,
    [relays],
  );
}

beforeEach(async () => {
  bank = await openTestBank();
  archive = archiveInMemory();
  reports.length = 0;
  await makeTraffic(bank, 3);
  await age();
  // The last month is not over before something younger has happened.
  await bank.openWallet();
  truth = await queryAs(
    bank.ownerUrl,
    `select event_ref, payload::jsonb as said from platform.outbox_events
     where aggregate_type in ('wallet', 'transaction') order by event_ref`,
  );
  probe = await openProbe(bank);
  await queryAs(
    bank.ownerUrl,
    `alter table probe.effects add column said jsonb;
     create or replace function probe.consume(_events json) returns json
     language plpgsql security definer set search_path = '' as $$
     declare
       _taken platform.published_event[] := array(
         select admitted from platform.admit_events('probe', _events) as admitted
       );
     begin
       if exists (select from probe.poisons join unnest(_taken) as taken on taken.event_ref = poisons.event_ref) then
         raise exception 'This event is poison.';
       end if;
       insert into probe.effects (event_ref, event_type, aggregate_ref, sequence, said)
       select event_ref, event_type, aggregate_ref, sequence, data from unnest(_taken);
       return '{}';
     end $$`,
  );
});

/** Old months leave, and the relay of a new group reads what is there. */
async function leave(): Promise<void> {
  await pass("audit", "sweep:audit");
  await archiveEvents({ database: bank.database, archive: archive.store }, { inLog: 3, after: 0 });
  events = await sentEvents(bank);
  expect(events.filter((event) => !event.includes('"data":')).length).toBeGreaterThan(20);
}

const deps = () => ({
  database: bank.database,
  archive: archive.store,
  report: (event: string, fields: Readonly<Record<string, unknown>>) =>
    void reports.push({ event, ...fields }),
});
const heard = () =>
  queryAs(bank.ownerUrl, "select event_ref, said from probe.effects order by event_ref");

it("gives a group that comes later what has left, as it was said", async () => {
  await leave();
  await consumeEvents(deps(), probe.group, events);
  expect(await heard()).toEqual(truth);
  expect(reports).toEqual([]);
});

it("gives it no more at once than the database takes", async () => {
  await queryAs(
    bank.ownerUrl,
    `update platform.outbox_events
     set payload = (payload::jsonb || jsonb_build_object('filler', repeat('x', 600000)))::json
     where aggregate_type = 'transaction'`,
  );
  await leave();
  const { query } = bank.database.sql;
  let largest = 0;
  const counting: typeof query = (text, values, options) => {
    largest = Math.max(largest, JSON.stringify(values).length);
    return query(text, values, options);
  };
  const sql = new Proxy(bank.database.sql, {
    get: (real, name) => (name === "query" ? counting : Reflect.get(real, name)),
  });
  await consumeEvents({ ...deps(), database: { ...bank.database, sql } }, probe.group, events);
  expect(largest).toBeGreaterThan(1_000_000);
  expect(largest).toBeLessThan(10_000_000);
  const rows = await heard();
  expect(rows.map(({ event_ref }) => event_ref)).toEqual(truth.map(({ event_ref }) => event_ref));
  expect(rows.every(({ said }) => said !== null)).toBe(true);
  expect(reports).toEqual([]);
});

it("gives it what failed before in the same way, when it is tried again", async () => {
  await leave();
  const [poison = ""] = events;
  await probe.poison(JSON.parse(poison).id);
  await consumeEvents(deps(), probe.group, events);
  expect(reports).toMatchObject([{ event: "event_put_aside" }]);
  await probe.cure();
  await queryAs(bank.ownerUrl, "update platform.parked_events set next_attempt_at = now()");
  await retryEvents(deps(), probe.group);
  expect(await heard()).toEqual(truth);
});

it("blames no event while the archive is away, and each that it has lost", async () => {
  await leave();
  const away = { ...archive.store, read: async () => Promise.reject(new Error("R2 is away.")) };
  await expect(
    consumeEvents({ ...deps(), archive: away }, probe.group, events),
  ).rejects.toMatchObject({ code: "database_unavailable" });
  expect(await queryAs(bank.ownerUrl, "select from platform.parked_events")).toEqual([]);

  const [first = ""] = events;
  await consumeEvents({ ...deps(), archive: null }, probe.group, [first]);
  expect(reports).toMatchObject([
    { event: "event_put_aside", error: expect.stringContaining("The archive has lost or changed") },
  ]);
  expect(await heard()).toEqual([]);
});

it("gives a group more kinds of things than before once its sweep begins again", async () => {
  await leave();
  const before = { ...probe.group, aggregateTypes: ["wallet"] };
  const isWallet = (event: string) => event.includes('"aggregatetype":"wallet"');
  await consumeEvents(deps(), before, events.filter(isWallet));
  const sweepAll = async () => {
    while ((await sweepEvents(deps(), probe.group)).examined > 0);
  };
  await pass("sweep:probe");
  await sweepAll();
  expect((await heard()).length).toBeLessThan(truth.length);

  await age();
  await queryAs(
    bank.ownerUrl,
    `update platform.relay_positions set transaction_xid = '0', event_ref = repeat('0', 26)
     where relay = 'sweep:probe'`,
  );
  await sweepAll();
  const refs = (await heard()).map(({ event_ref }) => event_ref);
  expect(refs).toEqual(expect.arrayContaining(truth.map(({ event_ref }) => event_ref)));
  expect(new Set(refs).size).toBe(refs.length);
  expect(reports.filter(({ event }) => event === "event_put_aside")).toEqual([]);
});

it("says that the archive waits for a group that is gone, until somebody has it forgotten", async () => {
  await pass("audit", "sweep:audit");
  await queryAs(
    bank.ownerUrl,
    "insert into platform.relay_positions (relay) values ('gone'), ('sweep:gone')",
  );
  const { group } = await openProbe(bank, "audit_probe");
  const groups = [{ ...group, name: "audit" }];
  const service = createEventService({ ...bank, archive: archive.store, groups, poke: null });
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);

  expect(await service.archive()).toEqual([]);
  expect(logged.mock.calls.flat().join("\n")).toContain("archive_waits_for_groups");
  expect(await service.status()).toMatchObject({
    groups: [{ group: "audit" }],
    unknown_groups: ["gone"],
  });

  const forget = (url: string) => queryAs(url, "select platform.forget_group('gone')");
  await expect(forget(bank.appUrl)).rejects.toThrow("permission denied");
  await forget(bank.ownerUrl);
  await expect(forget(bank.ownerUrl)).rejects.toThrow("No group gone was ever sent anything.");
  logged.mockClear();
  expect((await service.archive()).length).toBeGreaterThan(0);
  expect((await service.status()).unknown_groups).toEqual([]);
  expect(logged.mock.calls.flat().join("\n")).not.toContain("archive_waits_for_groups");
});
