// Whoever changes the log past the product, with whatever rights, is found.
import { Client } from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { sealLog } from "../../../src/audit/seal-log.ts";
import { verifyLog } from "../../../src/audit/verify-log.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { archiveInMemory, consumeAll, publishedEvents, tamper } from "../../support/audit.ts";
import { type Bank, openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";

let bank: Bank;
let archive: ReturnType<typeof archiveInMemory>;

beforeEach(async () => {
  bank = await openTestBank();
  archive = archiveInMemory();
  for (let count = 0; count < 6; count += 1) await bank.openWallet();
  await consumeAll(bank);
});

const seal = (limit?: number) => sealLog({ ...bank, archive: archive.store }, limit);
const verify = (limit?: number) =>
  verifyLog({ ...bank, archive: archive.store, clock: systemClock }, limit);
const faultsOf = async () => (await verify()).faults.map(({ fault }) => fault);

describe("sealing", () => {
  it("covers every entry once, in ranges, and nothing a second time", async () => {
    expect(await seal(4)).toMatchObject({ sealed: 6, seal_no: 2 });
    expect(await seal()).toMatchObject({ sealed: 0, seal_no: 2 });
    await bank.openWallet();
    await consumeAll(bank);
    expect(await verify()).toMatchObject({ ok: true, entries: 6, seals: 2, unsealed_entries: 1 });
    expect(await seal()).toMatchObject({ sealed: 1, seal_no: 3 });
    expect(await verify(2)).toMatchObject({ ok: true, entries: 7, seals: 3, published_heads: 1 });
  });

  it("makes one chain of seals when several seal at once", async () => {
    await Promise.all([seal(2), seal(2), seal(2)]);
    expect(await verify()).toMatchObject({ ok: true, entries: 6, seals: 3 });
  });

  it("waits for whoever is still writing, so that nothing comes into a range that is sealed", async () => {
    const writer = new Client({ connectionString: bank.ownerUrl });
    await writer.connect();
    await writer.query("begin");
    await writer.query(
      `select audit.record_reading(jsonb_build_object(
         'reading_ref', platform.new_ref(), 'caller_ref', platform.new_ref(), 'trace_id', repeat('a', 32)
       ))`,
    );
    // Takes a number after the writer's, and commits at once.
    await bank.openWallet();
    await consumeAll(bank, (await publishedEvents(bank)).slice(-1));
    const sealing = seal();
    await expect.poll(() => waitingForTheLock(bank), { timeout: 10_000 }).toBe(1);
    await writer.query("commit");
    await writer.end();
    expect(await sealing).toMatchObject({ sealed: 8 });
    expect(await verify()).toMatchObject({ ok: true, entries: 8, unsealed_entries: 0 });
  });

  it("works past numbers that were taken and given up", async () => {
    await queryAs(bank.ownerUrl, "select nextval('audit.log_ids') from generate_series(1, 50)");
    await seal(4);
    await bank.openWallet();
    await consumeAll(bank);
    await seal(4);
    expect(await verify()).toMatchObject({ ok: true, entries: 7 });
  });
});

describe("an entry", () => {
  it.each(["update audit.audit_logs set action = 'x'", "delete from audit.audit_logs"])(
    "refuses its owner: %s",
    async (statement) => {
      await expect(queryAs(bank.ownerUrl, statement)).rejects.toMatchObject({ code: "23001" });
      await expect(queryAs(bank.appUrl, statement)).rejects.toMatchObject({ code: "42501" });
    },
  );
});

describe("a recount finds", () => {
  const one = "log_id = (select min(log_id) from audit.audit_logs)";
  const newHash = `update audit.audit_logs as entry
    set entry_hash = audit.hash_of(to_jsonb(entry)) where ${one}`;

  it.each([
    [
      "an entry that was changed",
      [`update audit.audit_logs set actor_ref = null where ${one}`],
      ["entry_changed"],
    ],
    [
      "an entry that was changed with its hash",
      [`update audit.audit_logs set action = 'closed' where ${one}`, newHash],
      ["range_changed"],
    ],
    [
      "an entry that was taken away",
      [`delete from audit.audit_logs where ${one}`],
      ["entries_differ"],
    ],
    [
      "an entry that was slipped in",
      [
        `insert into audit.audit_logs select 2 * log_id, platform.new_ref(), event_type, context, entity_type, entity_ref,
         actor_ref, actor_type, action, outcome, old_values, new_values, metadata, ip_address, user_agent, trace_id,
         occurred_at, recorded_at, entry_hash from audit.audit_logs where ${one}`,
      ],
      ["entries_differ", "entry_changed"],
    ],
    [
      "a seal that was changed",
      ["update audit.seals set entries = 5"],
      ["entries_differ", "seal_broken"],
    ],
    [
      "a seal that was made anew over a changed entry",
      [
        `update audit.audit_logs set action = 'closed' where ${one}`,
        newHash,
        `update audit.seals set range_hash = (
           select sha256(string_agg(entry_hash, ''::bytea order by log_id)) from audit.audit_logs)`,
        "update audit.seals as seal set seal_hash = audit.hash_of_seal(seal)",
      ],
      ["head_differs"],
    ],
    ["seals that were thrown away", ["delete from audit.seals"], ["head_differs"]],
  ])("%s", async (_name, statements, faults) => {
    await seal();
    for (const statement of statements) {
      await tamper(bank, `set timezone = 'UTC'; ${statement}`);
    }
    expect((await faultsOf()).toSorted()).toEqual(faults);
  });

  it("an entry that no seal covers yet and that was changed", async () => {
    await tamper(bank, `update audit.audit_logs set context = 'ledger' where ${one}`);
    expect(await faultsOf()).toEqual(["entry_changed"]);
  });
});

async function waitingForTheLock({ ownerUrl }: Bank): Promise<number> {
  const [row] = await queryAs<{ count: string }>(
    ownerUrl,
    `select count(*) from pg_locks join pg_database on pg_database.oid = database
     where datname = current_database() and locktype = 'advisory' and not granted`,
  );
  return Number(row?.count);
}
