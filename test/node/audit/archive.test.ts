// A month leaves the log only when its copy is whole, whatever breaks on the way.
import { createHash } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { archiveMonths } from "../../../src/audit/archive-months.ts";
import { listArchives } from "../../../src/audit/list-archives.ts";
import { preparePartitions } from "../../../src/audit/prepare-partitions.ts";
import { sealLog } from "../../../src/audit/seal-log.ts";
import { verifyLog } from "../../../src/audit/verify-log.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { archiveInMemory, consumeAll } from "../../support/audit.ts";
import { type Bank, openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";

let bank: Bank;
let archive: ReturnType<typeof archiveInMemory>;

beforeEach(async () => {
  bank = await openTestBank();
  archive = archiveInMemory();
  await queryAs(
    bank.ownerUrl,
    `create table audit.audit_logs_2020_02 partition of audit.audit_logs
       (constraint of_its_month check (occurred_at >= '2020-02-01Z' and occurred_at < '2020-03-01Z'))
     for values from ('2020-02-01Z') to ('2020-03-01Z')`,
  );
  await addOld(7);
  await seal();
});

async function addOld(count: number, lettersEach = 0): Promise<void> {
  await queryAs(
    bank.ownerUrl,
    `with ids as (
       insert into audit.audit_event_ids
       select platform.earliest_ref('2020-02-10Z'::timestamptz + n * interval '1 minute'), '2020-02-10Z'
       from generate_series((select count(*) + 1 from audit.audit_event_ids), (select count(*) from audit.audit_event_ids) + $1) as n
       returning event_ref
     )
     insert into audit.audit_logs (
       event_ref, event_type, context, entity_type, actor_type, action, outcome, metadata, occurred_at, recorded_at
     )
     select event_ref, 'wallet.opened', 'wallets', 'wallet', 'UNKNOWN', 'opened', 'DONE',
       jsonb_build_object('text', repeat('x', $2)), '2020-02-10Z',
       platform.moment()
     from ids`,
    [count, lettersEach],
  );
}

const seal = () => sealLog({ ...bank, archive: null });
const run = (after = 0) => archiveMonths({ ...bank, archive: archive.store }, { inLog: 12, after });
const verify = () => verifyLog({ ...bank, archive: archive.store, clock: systemClock });
const rowsOf = async (table: string) => {
  const [row] = await queryAs<{ count: string }>(bank.ownerUrl, `select count(*) from ${table}`);
  return Number(row?.count);
};

it("copies, lists, takes out and at last drops a month, and the log stays right all the time", async () => {
  expect(await run(1)).toEqual(["COPY 2020-02", "MANIFEST 2020-02", "DETACH 2020-02"]);
  expect(await rowsOf("audit.audit_logs")).toBe(0);
  expect(await rowsOf("audit.audit_logs_archived")).toBe(7);
  expect(await verify()).toMatchObject({ ok: true, entries: 7 });
  expect(await run(1)).toEqual([]);
  expect(await run(0)).toEqual(["DROP 2020-02"]);
  expect(await rowsOf("audit.audit_logs_archived")).toBe(0);
  expect(await rowsOf("audit.audit_event_ids")).toBe(0);
  expect(await verify()).toMatchObject({ ok: true, entries: 0, dropped_entries: 7 });
  expect(await listArchives(bank)).toMatchObject([
    {
      month: "2020-02",
      state: "DROPPED",
      entries: 7,
      manifest_key: "audit/logs/2020-02/manifest.json",
    },
  ]);
});

it("passes over a month in which nothing happened", async () => {
  await queryAs(
    bank.ownerUrl,
    `create table audit.audit_logs_2020_01 partition of audit.audit_logs
     for values from ('2020-01-01Z') to ('2020-02-01Z')`,
  );
  expect(await run(1)).toEqual(["COPY 2020-02", "MANIFEST 2020-02", "DETACH 2020-02"]);
});

it("copies large entries in parts that a Worker can hold", async () => {
  await addOld(4, 4_500_000);
  await seal();
  const copy = "COPY 2020-02";
  expect(await run(1)).toEqual([copy, copy, "MANIFEST 2020-02", "DETACH 2020-02"]);
  expect(await verify()).toMatchObject({ ok: true, entries: 11 });
});

it("writes a copy that anybody can check: parts by the manifest, entries by their hashes", async () => {
  await run(1);
  const manifest = JSON.parse(
    archive.objects.get("audit/logs/2020-02/manifest.json")?.content ?? "{}",
  );
  expect(manifest).toMatchObject({ month: "2020-02", entries: 7 });
  const [part] = manifest.parts;
  const content = archive.objects.get(part.object_key)?.content ?? "";
  expect(sha256(content)).toBe(part.sha256);
  const lines = content.trimEnd().split("\n");
  expect(lines).toHaveLength(7);
  for (const line of lines) {
    const text = /"entry":(\{.*\})\}$/.exec(line)?.[1] ?? "";
    expect(sha256(text)).toBe(JSON.parse(line).hash);
  }
});

it("goes on where it stopped, wherever the bucket went away", async () => {
  for (const failAfter of [0, 1]) {
    archive.state.failAfter = failAfter;
    await expect(run(1)).rejects.toThrow("The bucket is away.");
    expect(await rowsOf("audit.audit_logs")).toBe(7);
  }
  archive.state.failAfter = Number.POSITIVE_INFINITY;
  await run(1);
  expect(await rowsOf("audit.audit_logs_archived")).toBe(7);
});

it("keeps a month whose copy was lost or changed before it left", async () => {
  const lost = {
    ...archive.store,
    hashOf: async () => null,
  };
  const runWith = () => archiveMonths({ ...bank, archive: lost }, { inLog: 12, after: 1 });
  await expect(runWith()).rejects.toThrow("stays in the log");
  expect(await rowsOf("audit.audit_logs")).toBe(7);
});

it("copies what came late too, before it lets the month go", async () => {
  const early = { ...archive.store, hashOf: archive.store.hashOf };
  let isFirst = true;
  const hashOf = async (key: string) => {
    if (isFirst) {
      isFirst = false;
      await addOld(2);
      await seal();
    }
    return early.hashOf(key);
  };
  const steps = await archiveMonths(
    { ...bank, archive: { ...early, hashOf } },
    { inLog: 12, after: 1 },
  );
  expect(steps.map((step) => step.split(" ")[0])).toEqual([
    "COPY",
    "MANIFEST",
    "DETACH",
    "COPY",
    "MANIFEST",
    "DETACH",
  ]);
  expect(await rowsOf("audit.audit_logs_archived")).toBe(9);
  expect(await verify()).toMatchObject({ ok: true, entries: 9 });
});

it("waits for the seals, and leaves young months alone", async () => {
  await addOld(1);
  expect(await run(1)).toEqual([]);
  await seal();
  expect(
    await archiveMonths({ ...bank, archive: archive.store }, { inLog: 2_000, after: 1 }),
  ).toEqual([]);
  expect((await run(1)).length).toBe(3);
});

it("lets nobody who speaks as the Worker take out months that are still read", async () => {
  await run(1);
  await run(0);
  // The present month is the oldest then, and all of it is sealed.
  await queryAs(
    bank.ownerUrl,
    `do $$ begin execute format('drop table audit.%I', audit.partition_of((now() - interval '1 month')::date)); end $$`,
  );
  await bank.openWallet();
  await consumeAll(bank);
  await seal();
  const [next] = await queryAs(bank.appUrl, "select audit.next_archive_step(-1, 0) as step");
  expect(next).toEqual({ step: null });
});

it("takes what comes for a month that has left, and its recount still finds it", async () => {
  await run(1);
  await addOld(1);
  await seal();
  expect(await rowsOf("audit.audit_logs_default")).toBe(1);
  expect(await verify()).toMatchObject({ ok: true, entries: 8 });
});

it("makes partitions ahead, and names a month whose turn was missed", async () => {
  expect(await preparePartitions(bank)).toEqual({ made: [], late: [] });
  const [month] = await queryAs<{ name: string; start: string }>(
    bank.ownerUrl,
    `select audit.partition_of((now() + interval '3 months')::date) as name,
       to_char(date_trunc('month', now() + interval '3 months'), 'YYYY-MM-DD') as start`,
  );
  await queryAs(bank.ownerUrl, `drop table audit.${month?.name}`);
  expect(await preparePartitions(bank)).toEqual({ made: [month?.name], late: [] });
  await queryAs(bank.ownerUrl, `drop table audit.${month?.name}`);
  await queryAs(
    bank.ownerUrl,
    `insert into audit.audit_logs (
       event_ref, event_type, context, entity_type, actor_type, action, outcome, metadata, occurred_at, recorded_at
     )
     select platform.new_ref(), 'wallet.opened', 'wallets', 'wallet', 'UNKNOWN', 'opened', 'DONE', '{}',
       date_trunc('month', now() at time zone 'UTC' + interval '3 months') at time zone 'UTC', now()`,
  );
  expect(await preparePartitions(bank)).toEqual({ made: [], late: [month?.name] });
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
