// What nobody may do twice at once is done once, and again after whoever was lost with it.
import { beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { aloneOrRefused, underLease } from "../../../src/platform/job-lease.ts";
import { purgeJobRuns } from "../../../src/platform/purge-job-runs.ts";
import { runSchedule, scheduledCrons } from "../../../src/schedules.ts";
import type { Services } from "../../../src/services.ts";
import { type Bank, openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { newRef } from "../../support/refs.ts";

let bank: Bank;
beforeAll(async () => {
  bank = await openTestBank();
});

/** Work that goes on until it is told to end. */
function endless() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  return {
    begun: begun.promise,
    end: resolve,
    work: async () => {
      begun.resolve();
      await promise;
      return "done";
    },
  };
}

it("lets one do a job, and the next as soon as it is done", async () => {
  const job = endless();
  const first = underLease(bank, "test.job", job.work);
  await job.begun;
  expect(await underLease(bank, "test.job", job.work)).toBeNull();
  expect(await underLease(bank, "test.other", async () => "other")).toEqual({ result: "other" });
  job.end();
  expect(await first).toEqual({ result: "done" });
  expect(await underLease(bank, "test.job", async () => "again")).toEqual({ result: "again" });
});

it("is free again after work that failed, which fails as it would have", async () => {
  const fail = async () => {
    throw new Error("The job failed.");
  };
  await expect(underLease(bank, "test.failing", fail)).rejects.toThrow("The job failed.");
  expect(await underLease(bank, "test.failing", async () => 1)).toEqual({ result: 1 });
});

it("waits for whoever was lost with a job until the lease ends, and no longer", async () => {
  const take = (holder: string) =>
    queryAs<{ taken: boolean }>(
      bank.appUrl,
      "select platform.take_lease('test.lost', $1, 60) as taken",
      [holder],
    );
  const [lost, next] = [newRef(), newRef()];
  expect([await take(lost), await take(next), await take(lost)].flat()).toEqual([
    { taken: true },
    { taken: false },
    { taken: true },
  ]);
  await queryAs(bank.ownerUrl, "update platform.job_leases set ends_at = now()");
  expect(await take(next)).toEqual([{ taken: true }]);
  // Whoever comes back with it late takes nothing from the one who has it now.
  await queryAs(bank.appUrl, "select platform.give_back_lease('test.lost', $1)", [lost]);
  expect(await take(newRef())).toEqual([{ taken: false }]);
});

it("runs no job of the schedule beside itself, and every other one", async () => {
  const job = endless();
  const ran: string[] = [];
  const idle = new Proxy(
    {},
    {
      get: (_target, verb) => async () => {
        ran.push(String(verb));
      },
    },
  );
  const ledger = {
    runVerification: async () => {
      ran.push("runVerification");
      return job.work();
    },
  };
  const services = new Proxy({} as Services, {
    get: (_target, name) => {
      if (name === "database") return bank.database;
      return name === "ledger" ? ledger : idle;
    },
  });
  const cron = scheduledCrons[1] ?? "";
  const first = runSchedule(cron, services);
  await job.begun;
  const jobsOf = (verb: string) => ran.filter((each) => each === verb).length;
  const recounts = async () => {
    await runSchedule(cron, services);
    return jobsOf("recount");
  };
  await expect.poll(recounts).toBeGreaterThan(1);
  expect(jobsOf("runVerification")).toBe(1);
  job.end();
  await first;
  await runSchedule(cron, services);
  expect(jobsOf("runVerification")).toBe(2);
});

it("recounts the books and the audit log for one request at a time", async () => {
  for (const [name, verify] of [
    ["ledger.integrity", () => bank.ledger.verifyBooks()],
    ["audit.verify", () => bank.audit.verify()],
  ] as const) {
    const job = endless();
    const first = aloneOrRefused(bank, name, job.work);
    await job.begun;
    await expect(verify()).rejects.toMatchObject({
      code: "concurrent_request",
      entry: { status: 409 },
      headers: { "Retry-After": "10" },
    });
    job.end();
    await first;
    expect(await verify()).toMatchObject({ ok: true });
  }
});

it("forgets runs of jobs that nobody asks for any more, and never the last or one that found something", async () => {
  await queryAs(
    bank.ownerUrl,
    `insert into platform.job_runs (job, started_at, finished_at, is_clean, findings)
     select job, now() - days * interval '1 day', now(), is_clean, '{}'
     from (values ('often', 60, true), ('often', 50, false), ('often', 40, true), ('often', 1, true),
       ('once', 90, true)) as run (job, days, is_clean)`,
  );
  expect([await purgeJobRuns(bank, 1), await purgeJobRuns(bank), await purgeJobRuns(bank)]).toEqual(
    [1, 1, 0],
  );
  const left = await queryAs(
    bank.ownerUrl,
    "select job, is_clean from platform.job_runs where job in ('once', 'often') order by started_at",
  );
  expect(left).toEqual([
    { job: "once", is_clean: true },
    { job: "often", is_clean: false },
    { job: "often", is_clean: true },
  ]);
});

it("keeps a job for as long as somebody is at it who lives", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const job = endless();
  const first = underLease(bank, "test.long", job.work);
  await job.begun;
  const seconds = async () => {
    const [row] = await queryAs<{ left: number }>(
      bank.ownerUrl,
      "select extract(epoch from ends_at - now())::integer as left from platform.job_leases where job = 'test.long'",
    );
    return row?.left ?? 0;
  };
  await queryAs(
    bank.ownerUrl,
    "update platform.job_leases set ends_at = now() + interval '5 s' where job = 'test.long'",
  );
  await vi.advanceTimersByTimeAsync(15_000);
  for (let look = 0; look < 100 && (await seconds()) < 50; look += 1);
  expect(await seconds()).toBeGreaterThan(50);
  job.end();
  await first;
  expect(await seconds()).toBe(0);
});

it("leaves nothing behind of a renewal that was under way when the job was done", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const job = endless();
  const calls: string[] = [];
  const slow = Promise.withResolvers<void>();
  const sql = new Proxy(bank.database.sql, {
    apply: async (query, _self, [text, ...values]: [TemplateStringsArray, ...unknown[]]) => {
      calls.push(text.join("").includes("take_lease") ? "take" : "give back");
      if (calls.length === 2) await slow.promise;
      return query(text, ...values);
    },
  });
  const first = underLease({ database: { ...bank.database, sql } }, "test.slow", job.work);
  await job.begun;
  await vi.advanceTimersByTimeAsync(15_000);
  await expect.poll(() => calls).toEqual(["take", "take"]);
  job.end();
  // Whoever does not wait for the renewal gives back before it.
  await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 500))]);
  slow.resolve();
  await first;
  await expect
    .poll(() =>
      queryAs(bank.ownerUrl, "select job from platform.job_leases where job = 'test.slow'"),
    )
    .toEqual([]);
  expect(calls).toEqual(["take", "take", "give back"]);
});
