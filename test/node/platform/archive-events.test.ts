// The data of old events leaves the outbox only when its copy is whole and nobody needs it any more, and comes back for
// whoever builds a read model anew.
import { createHash } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { archiveEvents } from "../../../src/platform/archive-events.ts";
import { continueRebuilds } from "../../../src/readmodels/continue-rebuilds.ts";
import { projectionNames } from "../../../src/readmodels/projection.ts";
import { archiveInMemory } from "../../support/audit.ts";
import { type Bank, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import {
  consume,
  consumeAnyhow,
  makeTraffic,
  projectedPicture,
  sentEvents,
} from "../../support/read-models.ts";

let bank: Bank;
let archive: ReturnType<typeof archiveInMemory>;

/** Events of two months long ago, in the order in which they happened, and one of today. */
beforeEach(async () => {
  bank = await openTestBank();
  archive = archiveInMemory();
  await makeTraffic(bank, 3);
  await consumeAnyhow(bank, await sentEvents(bank));
  await queryAs(
    bank.ownerUrl,
    `update platform.outbox_events as event
     set created_at = case when place * 2 <= total then '2020-01-20Z'::timestamptz else '2020-03-02Z' end
       + place * interval '1 second'
     from (
       select event_ref, row_number() over (order by transaction_xid, event_ref) as place, count(*) over () as total
       from platform.outbox_events
     ) as placed
     where placed.event_ref = event.event_ref`,
  );
  await bank.openWallet();
});

const run = (after = 0) =>
  archiveEvents({ database: bank.database, archive: archive.store }, { inLog: 3, after });

/** Everybody has read the outbox up to its end, or one of them only up to an event. */
async function pass(late?: string): Promise<void> {
  await queryAs(
    bank.ownerUrl,
    `insert into platform.relay_positions (relay, transaction_xid, event_ref)
     select relay, event.transaction_xid, event.event_ref
     from unnest('{readmodels,sweep:readmodels,audit,sweep:audit}'::text[]) as relay
     cross join lateral (
       select * from platform.outbox_events
       where relay <> 'sweep:audit' or $1::text is null or event_ref = $1
       order by transaction_xid desc, event_ref desc limit 1
     ) as event
     on conflict (relay) do update
     set transaction_xid = excluded.transaction_xid, event_ref = excluded.event_ref`,
    [late ?? null],
  );
}

async function countEvents(condition: string): Promise<number> {
  const [row] = await queryAs<{ count: number }>(
    bank.ownerUrl,
    `select count(*)::integer from platform.outbox_events where ${condition}`,
  );
  return row?.count ?? -1;
}

const steps = (month: string) =>
  ["COPY", "MANIFEST", "DETACH", "DROP", "DROP"].map((step) => `${step} ${month}`);

it("copies old months one after the other, and keeps of each event all but its data", async () => {
  await pass();
  const total = await countEvents("true");
  expect(await run()).toEqual([...steps("2020-01"), ...steps("2020-03")]);
  expect(await run()).toEqual([]);
  expect([await countEvents("true"), await countEvents("payload is not null")]).toEqual([total, 1]);
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });

  const manifests = ["2020-01", "2020-03"].map((month) =>
    JSON.parse(archive.objects.get(`outbox/events/${month}/manifest.json`)?.content ?? "{}"),
  );
  const copied = manifests
    .flatMap(({ parts }) => parts)
    .flatMap((part) => {
      const content = archive.objects.get(part.object_key)?.content ?? "";
      expect(createHash("sha256").update(content).digest("hex")).toBe(part.sha256);
      return content.trimEnd().split("\n");
    });
  expect(copied).toHaveLength(total - 1);
  expect(JSON.parse(copied[0] ?? "")).toMatchObject({ specversion: "1.0", data: {} });
});

it("keeps what somebody has not passed yet", async () => {
  expect(await run(), "nobody has read anything").toEqual([]);
  const [middle] = await queryAs<{ event_ref: string }>(
    bank.ownerUrl,
    "select event_ref from platform.outbox_events where created_at < '2020-02-01' order by transaction_xid, event_ref offset 5 limit 1",
  );
  await pass(middle?.event_ref);
  expect(await run()).toEqual(["COPY 2020-01"]);
  expect(await countEvents("payload is null")).toBe(0);
  await queryAs(bank.ownerUrl, "delete from platform.relay_positions where relay = 'sweep:audit'");
  expect(await run(), "a sweep that has not begun").toEqual([]);
  await pass();
  expect(await run()).toEqual([...steps("2020-01"), ...steps("2020-03")]);
});

it("leaves young months alone, whoever asks for them", async () => {
  await pass();
  await queryAs(
    bank.ownerUrl,
    "update platform.outbox_events set created_at = now() - interval '40 days'",
  );
  const [row] = await queryAs(
    bank.appUrl,
    "select platform.outbox_next_archive_step(0, 0) as step",
  );
  expect(row).toEqual({ step: null });
});

it("takes no data of young events, whatever part the Worker says that it has copied", async () => {
  await pass();
  const [newest] = await queryAs<{ xid: string; ref: string }>(
    bank.ownerUrl,
    "select transaction_xid::text as xid, event_ref as ref from platform.outbox_events order by transaction_xid desc, event_ref desc limit 1",
  );
  await queryAs(bank.appUrl, "select platform.outbox_next_archive_step(2, 0)");
  const forged = {
    ...{ month: "2020-01-01", part_no: 1, object_key: "none", bytes: 1, entries: 1 },
    ...{ content_hash: "00".repeat(32), last_xid: newest?.xid, last_ref: newest?.ref },
  };
  await queryAs(bank.appUrl, "select platform.outbox_keep_part($1)", [JSON.stringify(forged)]);
  await queryAs(
    bank.appUrl,
    "select platform.outbox_finish_export('2020-01-01', 'none', repeat('00', 32))",
  );
  await queryAs(bank.appUrl, "select platform.outbox_detach_month('2020-01-01')");
  await queryAs(bank.appUrl, "select platform.outbox_drop_month('2020-01-01', 20000)");
  expect(await countEvents("payload is null and created_at > '2020-02-01'")).toBe(0);
  expect(await countEvents("payload is null")).toBeGreaterThan(0);
});

it("keeps a month whose copy was lost or changed before its data goes", async () => {
  await pass();
  const lossy = { ...archive.store, hashOf: async () => null };
  const deps = { database: bank.database, archive: lossy };
  await expect(archiveEvents(deps, { inLog: 3, after: 0 })).rejects.toThrow("stays in the log");
  expect(await countEvents("payload is null")).toBe(0);
});

it("goes on where it stopped, wherever the bucket went away", async () => {
  await pass();
  for (const failAfter of [0, 1]) {
    archive.state.failAfter = failAfter;
    await expect(run()).rejects.toThrow("The bucket is away.");
    expect(await countEvents("payload is null")).toBe(0);
  }
  archive.state.failAfter = Number.POSITIVE_INFINITY;
  await run();
  expect(await countEvents("payload is not null")).toBe(1);
});

it("keeps the copy whole when somebody comes back late with less of the same part", async () => {
  const [middle] = await queryAs<{ event_ref: string }>(
    bank.ownerUrl,
    "select event_ref from platform.outbox_events where created_at < '2020-02-01' order by transaction_xid, event_ref offset 5 limit 1",
  );
  await pass(middle?.event_ref);
  const put: typeof archive.store.put = async (...object) => {
    await pass();
    await run(1);
    await archive.store.put(...object);
  };
  await archiveEvents(
    { database: bank.database, archive: { ...archive.store, put } },
    { inLog: 3, after: 1 },
  );
  const kept = await queryAs<{ object_key: string; hash: string }>(
    bank.ownerUrl,
    "select object_key, encode(content_hash, 'hex') as hash from platform.outbox_archive_parts",
  );
  expect(kept).toHaveLength(2);
  for (const { object_key, hash } of kept) {
    expect(archive.objects.get(object_key)?.sha256).toBe(hash);
  }
});

/** Builds everything anew, in small slices, and answers whether it is what it was. */
async function rebuildAll(database = bank.database, sliceSize?: number): Promise<void> {
  const before = await projectedPicture(bank);
  for (const name of projectionNames) {
    await bank.readmodels.rebuild(operator, { write: write(), name, timeZone: undefined });
  }
  const deps = { ...bank, database, archive: archive.store, clock: { now: () => new Date() } };
  await continueRebuilds(
    { ...deps, requireWallet: async () => undefined, connectLive: null, forwarders: {} },
    sliceSize,
  );
  expect((await bank.readmodels.projections()).map(({ state }) => state)).toEqual(
    projectionNames.map(() => "LIVE"),
  );
  expect(await projectedPicture(bank)).toEqual(before);
}

it("gives a rebuild what has left, exactly, also after a restore into another cluster", async () => {
  await pass();
  await consume(bank, await sentEvents(bank));
  await run();
  await rebuildAll(bank.database, 7);
  for (const [table, column] of [
    ["outbox_events", "transaction_xid"],
    ["outbox_archive_parts", "last_xid"],
  ]) {
    await queryAs(
      bank.ownerUrl,
      `update platform.${table} set ${column} = (${column}::text::bigint + 1e12::bigint)::text::xid8`,
    );
  }
  await queryAs(bank.ownerUrl, "select platform.rebase_outbox()");
  await rebuildAll(bank.database, 7);
  await pass();
  expect(await run()).toEqual([]);
});

it("gives a rebuild no more of it at once than the database takes", async () => {
  await pass();
  await consume(bank, await sentEvents(bank));
  await run();
  // What was said about many legs, month after month.
  for (const [key, { content }] of archive.objects) {
    if (!key.endsWith(".ndjson")) continue;
    const large = content.replaceAll('"data":{', `"data":{"more":"${"x".repeat(600_000)}",`);
    const sha256 = createHash("sha256").update(large).digest("hex");
    archive.objects.set(key, { content: large, sha256 });
    await queryAs(
      bank.ownerUrl,
      "update platform.outbox_archive_parts set content_hash = decode($2, 'hex') where object_key = $1",
      [key, sha256],
    );
  }
  const { query } = bank.database.sql;
  let largest = 0;
  const counting: typeof query = (text, values, options) => {
    largest = Math.max(largest, JSON.stringify(values).length);
    return query(text, values, options);
  };
  const sql = new Proxy(bank.database.sql, {
    get: (real, name) => (name === "query" ? counting : Reflect.get(real, name)),
  });
  await rebuildAll({ ...bank.database, sql });
  expect(largest).toBeGreaterThan(1_000_000);
  expect(largest).toBeLessThan(10_000_000);
});

it("rebuilds nothing from a copy that is not what it was, or not there", async () => {
  await pass();
  await run();
  const name = "transaction_facts";
  await bank.readmodels.rebuild(operator, { write: write(), name, timeZone: undefined });
  await expect(bank.readmodels.continueRebuilds()).rejects.toThrow("lost or changed");
  await expect(
    queryAs(bank.appUrl, "select readmodels.rebuild_slice($1, 1000)", [name]),
  ).rejects.toThrow("has left the outbox");
  expect((await bank.readmodels.projection(name)).state).toBe("REBUILDING");
});
