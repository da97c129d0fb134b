// What is taken from nobody's queue comes to the other stores too, although whoever took it is lost before they are told.
import { expect, it } from "vitest";
import {
  type ConsumeDeps,
  consumeEvents,
  retryEvents,
} from "../../../src/platform/consume-events.ts";
import { platformProblem } from "../../../src/platform/errors.ts";
import { sweepEvents } from "../../../src/platform/sweep-events.ts";
import { forwardLate } from "../../../src/readmodels/forward-report.ts";
import { consumerGroups } from "../../../src/subscriptions.ts";
import { type Bank, openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { applied, createMover } from "../../support/mover.ts";
import { type Report, report, sentEvents } from "../../support/read-models.ts";

const [group] = consumerGroups;

async function openScene() {
  const bank = await openTestBank();
  const { wallet_ref: walletRef } = await bank.openWallet();
  const { transaction_ref: transactionRef } = applied(
    await createMover(bank.transactions).topUp({
      ...{ wallet_ref: walletRef, amount: "15000", currency: "IDR" },
    }),
  );
  await queryAs(bank.ownerUrl, "insert into readmodels.kept_copies values ($1, now() + '1 hour')", [
    walletRef,
  ]);
  const events = await sentEvents(bank);
  /** Whoever takes events is lost in the moment after their commit. */
  const lost: ConsumeDeps = {
    database: bank.database,
    report: () => undefined,
    onConsumed: async () => {
      throw platformProblem("database_unavailable", "Nobody is there any more.");
    },
  };
  return { bank, walletRef, transactionRef, events, lost };
}

/** What the stores are told by the cron of each minute. */
async function tellLate({ database }: Bank, stores = ["EDGE", "ANALYTICS"]) {
  const heard: Record<string, Report> = {};
  const forwarders = stores.map((store) => [
    store,
    async (report: unknown) => {
      heard[store] = report as Report;
    },
  ]);
  const told = await forwardLate(database, Object.fromEntries(forwarders));
  return { told, heard };
}

const pastPauses =
  "update platform.parked_events set next_attempt_at = now() where next_attempt_at is not null";

it("tells of what a sweep has found, once it is taken", async () => {
  const { bank, walletRef, transactionRef, lost } = await openScene();
  await queryAs(
    bank.ownerUrl,
    "update platform.outbox_events set created_at = created_at - interval '6 minutes'",
  );
  await expect(sweepEvents(lost, group)).rejects.toMatchObject({ code: "database_unavailable" });
  expect(await sweepEvents({ ...lost }, group)).toMatchObject({ missing: 0 });

  const { heard } = await tellLate(bank);
  expect(heard.EDGE?.copies).toMatchObject([{ wallet_ref: walletRef, balance: "15000" }]);
  expect(heard.ANALYTICS?.transaction_refs).toEqual([transactionRef]);
  expect(heard.ANALYTICS?.journal_refs).toHaveLength(1);
  expect((await tellLate(bank)).told).toBe(0);
});

it("tells of what was parked, once it is taken", async () => {
  const { bank, transactionRef, events, lost } = await openScene();
  const [poison = ""] = events.filter((event) => event.includes(`"subject":"${transactionRef}"`));
  await queryAs(bank.ownerUrl, "select platform.put_aside('readmodels', $1::json, 'It failed.')", [
    poison,
  ]);
  await consumeEvents({ ...lost, onConsumed: async () => undefined }, group, events);
  expect((await tellLate(bank)).told).toBe(0);

  await queryAs(bank.ownerUrl, pastPauses);
  await expect(retryEvents(lost, group)).rejects.toMatchObject({ code: "database_unavailable" });
  await queryAs(bank.ownerUrl, pastPauses);
  await retryEvents(lost, group);
  const { heard } = await tellLate(bank);
  expect(heard.ANALYTICS?.transaction_refs).toEqual([transactionRef]);
  expect(heard.EDGE?.copies).toMatchObject([{ balance: "15000", version: 1 }]);
});

it("tells of what came along with what it had waited for, whose message is gone by then", async () => {
  const { bank, walletRef, lost } = await openScene();
  const mover = createMover(bank.transactions);
  const { wallet_ref: destination } = await bank.openWallet();
  const held = applied(
    await mover.transfer({
      ...{ source_wallet_ref: walletRef, destination_wallet_ref: destination, hold: true },
      ...{ amount: "100", currency: "IDR" },
    }),
  );
  applied(await mover.capture(held.transaction_ref));
  const events = await sentEvents(bank);
  const isOf = (sequence: number) => (event: string) =>
    event.includes(`"subject":"${held.transaction_ref}"`) &&
    event.includes(`"sequence":${sequence}`);
  const forwarding = { ...lost, onConsumed: async () => undefined };
  await consumeEvents(
    forwarding,
    group,
    events.filter((event) => !isOf(1)(event)),
  );
  expect((await tellLate(bank)).told).toBe(0);

  const first = events.filter(isOf(1));
  expect(first).toHaveLength(1);
  await expect(consumeEvents(lost, group, first)).rejects.toMatchObject({
    code: "database_unavailable",
  });
  const { heard } = await tellLate(bank);
  expect(heard.ANALYTICS?.transaction_refs).toEqual([held.transaction_ref]);
});

it("answers again what was taken before, also where as much came along with the rest", async () => {
  const { bank, walletRef, transactionRef, events } = await openScene();
  const { wallet_ref: destination } = await bank.openWallet();
  const mover = createMover(bank.transactions);
  const held = applied(
    await mover.transfer({
      ...{ source_wallet_ref: walletRef, destination_wallet_ref: destination, hold: true },
      ...{ amount: "100", currency: "IDR" },
    }),
  );
  applied(await mover.void(held.transaction_ref));
  const [first = "", second = ""] = (await sentEvents(bank)).filter((event) =>
    event.includes(`"subject":"${held.transaction_ref}"`),
  );
  const before = events.filter((event) => event.includes(`"subject":"${transactionRef}"`));
  // The answer about this one is lost, and its queue brings it again beside others.
  await report(bank, before);
  await report(bank, [second]);
  const { transaction_refs } = await report(bank, [...before, first]);
  expect(transaction_refs.toSorted()).toEqual([transactionRef, held.transaction_ref].toSorted());
});

it("keeps nothing for a store that is no more", async () => {
  const { bank, events } = await openScene();
  await queryAs(bank.appUrl, "select readmodels.consume_late($1::json)", [`[${events.join(",")}]`]);
  await tellLate(bank, ["EDGE"]);
  expect(await queryAs(bank.ownerUrl, "select from readmodels.late_copies")).toEqual([]);
});
