import { afterAll, expect, inject, it, vi } from "vitest";
import { servicesOf } from "../../../src/services.ts";
import { directLanes, type Lanes } from "../../../src/transactions/index.ts";
import { configFor, newRef, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";

const bank = await openTestBank();
const move = createMover(bank.transactions);
const mostAttempts = 8;

afterAll(async () => {
  expect(await bank.ledger.verifyBooks()).toMatchObject({ ok: true });
});

const statusOf = async (ref: string) => (await bank.transactions.get(operator, ref)).status;

/** A top-up that is due already, as it is after its time. */
async function scheduleDue(): Promise<string> {
  const wallet_ref = (await bank.openWallet()).wallet_ref;
  const scheduledFor = new Date(Date.now() + 3_600_000).toISOString();
  const body = { wallet_ref, amount: "5", currency: "IDR" };
  const { transaction_ref: ref } = applied(await move.topUp(body, { scheduledFor }));
  await makeDue(ref);
  return ref;
}

const makeDue = (ref: string) =>
  queryAs(
    bank.ownerUrl,
    "update transactions.scheduled_commands set due_at = clock_timestamp() where transaction_ref = $1",
    [ref],
  );

/** A fault of ours: what was kept is not what the ledger understands. */
const spoil = (ref: string) =>
  queryAs(
    bank.ownerUrl,
    `update transactions.scheduled_commands set command = command || '{"guards": "none"}'
     where transaction_ref = $1`,
    [ref],
  );

async function waitOf(ref: string) {
  const [row] = await queryAs<{ attempts: number; minutes: number }>(
    bank.ownerUrl,
    `select attempts, round(extract(epoch from due_at - clock_timestamp()) / 60)::integer as minutes
     from transactions.scheduled_commands where transaction_ref = $1`,
    [ref],
  );
  return row ?? null;
}

it("tries a scheduled command that fails through a fault of ours later and later, and then no more", async () => {
  const ref = await scheduleDue();
  await spoil(ref);
  const errors = vi.spyOn(console, "error");
  const minutes: number[] = [];
  for (let attempt = 1; attempt < mostAttempts; attempt += 1) {
    await bank.transactions.runDue();
    const wait = await waitOf(ref);
    expect([wait?.attempts, await statusOf(ref)]).toEqual([attempt, "INIT"]);
    minutes.push(wait?.minutes ?? -1);
    await makeDue(ref);
  }
  expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60]);
  await bank.transactions.runDue();
  expect(await bank.transactions.get(operator, ref)).toMatchObject({
    status: "FAILED",
    failure: { code: "internal_error" },
    journal_ref: null,
  });
  expect(await waitOf(ref)).toBeNull();
  expect(await bank.eventsOf(ref)).toEqual(["transaction.scheduled", "transaction.failed"]);
  const logged = errors.mock.calls.flat().filter((line) => String(line).includes(ref));
  expect(logged).toHaveLength(mostAttempts + 1);
  expect(String(logged.at(-1))).toContain("scheduled_commands_given_up");
  expect(await bank.transactions.runDue()).toBe(0);
});

it("does not try again before its new time", async () => {
  const ref = await scheduleDue();
  await spoil(ref);
  await bank.transactions.runDue();
  await bank.transactions.runDue();
  expect((await waitOf(ref))?.attempts).toBe(1);
});

it("does its neighbours at once, whatever is wrong with one", async () => {
  const refs = [await scheduleDue(), await scheduleDue(), await scheduleDue()];
  const [, poison = ""] = refs;
  await spoil(poison);
  expect(await bank.transactions.runDue()).toBe(2);
  expect(await Promise.all(refs.map(statusOf))).toEqual(["COMPLETED", "INIT", "COMPLETED"]);
});

it("does what other lanes have to do when one cannot be reached, and holds that against nobody", async () => {
  const lanes = directLanes(bank.database, 64);
  const broken: Lanes = {
    ...lanes,
    submit: async (lane, units) => {
      if (lane % 2 === 0) throw new Error("The lane is not there.");
      return lanes.submit(lane, units);
    },
  };
  const { transactions } = servicesOf(
    configFor(bank.appUrl, inject("testStack").proxyUrl),
    () => broken,
  );
  const refs = await Promise.all(Array.from({ length: 12 }, scheduleDue));
  const done = await transactions.runDue();
  const statuses = await Promise.all(refs.map(statusOf));
  expect(new Set(statuses)).toEqual(new Set(["INIT", "COMPLETED"]));
  expect(done).toBe(statuses.filter((status) => status === "COMPLETED").length);
  const waiting = refs.filter((_ref, index) => statuses[index] === "INIT");
  for (const ref of waiting) expect((await waitOf(ref))?.attempts).toBe(0);
  expect(await bank.transactions.runDue()).toBe(waiting.length);
});

it("gives up nothing that was cancelled meanwhile", async () => {
  const ref = await scheduleDue();
  await bank.transactions.cancel(operator, { write: write(newRef()), transactionRef: ref });
  const [row] = await queryAs<{ ended: string[] }>(
    bank.appUrl,
    "select transactions.put_off($1::jsonb) as ended",
    [JSON.stringify([{ transaction_ref: ref, code: "internal_error" }])],
  );
  expect(row?.ended).toEqual([]);
  expect((await bank.transactions.get(operator, ref)).failure?.code).toBe("transaction_cancelled");
});
