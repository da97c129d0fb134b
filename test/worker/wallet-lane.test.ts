import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { WalletLane } from "../../durable-objects/wallet-lane.ts";
import { configOf } from "../../src/config.ts";
import { bareCaller, scopes } from "../../src/platform/caller.ts";
import { openDatabase } from "../../src/platform/database.ts";
import { operatorRef } from "../../src/platform/operator-key.ts";
import { servicesOf } from "../../src/services.ts";
import { directLanes } from "../../src/transactions/index.ts";
import { laneNamedBy, laneOf } from "../../src/transactions/lanes.ts";
import { createWalletLanes } from "../../src/wallet-lanes.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { createClient, type Send } from "../support/http.ts";
import { createMoney } from "../support/money.ts";
import { newRef } from "../support/refs.ts";
import { openWire } from "../support/wire.ts";

const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));
const api = createClient(send, testOperatorKey);
const money = createMoney(api);
const operator = bareCaller(operatorRef, scopes, { isOperator: true });
const later = { prefer: "respond-async" };
/** Reads still arrive while what moves money does not. */
const moves = /transactions\.apply/;
const patient = { timeout: 30_000, interval: 100 };

vi.spyOn(console, "log").mockImplementation(() => undefined);
const wire = openWire();
afterEach(() => wire.mend());

async function funded(amount = "10000"): Promise<string> {
  const wallet = await money.open();
  expect((await money.topUp(wallet, amount)).status).toBe(201);
  return wallet;
}

const transferBody = (from: string, to: string, amount = "40") => ({
  source_wallet_ref: from,
  destination_wallet_ref: to,
  amount,
  currency: "IDR",
});

const read = (ref: unknown) => api.get(`/v1/transactions/${ref}`);
const statusOf = async (ref: unknown) => (await read(ref)).body.status;
const balanceOf = async (wallet: string) => (await money.balanceOf(wallet)).balance;
const objectOf = (ref: unknown) => env.LANES.getByName(`lane-${laneNamedBy(String(ref))}`);
const alarmOf = (ref: unknown) =>
  runInDurableObject<WalletLane, number | null>(objectOf(ref), (_lane, { storage }) =>
    storage.getAlarm(),
  );

/**
 * The bank with a number of lanes of its own, or with none. It is asked within the test's own request, because here,
 * unlike where the Worker is deployed, no request may wait for what another one fetches.
 */
function bankWith(lanes: number) {
  return servicesOf(configOf(env), (database) =>
    lanes === 0 ? directLanes(database) : createWalletLanes(env.LANES, lanes),
  ).transactions;
}

const mannerOf = (key: string, isAsync = false) => ({
  isAsync,
  write: { key, traceparent: null, newRef },
});

describe("transfers through the lanes", () => {
  it("are each done once, however many come at once and repeat themselves", async () => {
    const [ana, budi, shop] = [await funded(), await funded(), await money.open()];
    const bank = bankWith(4);
    const sent = Array.from({ length: 120 }, (_item, index) => ({
      manner: mannerOf(newRef()),
      body: transferBody(index % 2 === 0 ? ana : budi, shop, "7"),
    }));
    const done = await Promise.all(
      [...sent, ...sent].map((input) => bank.transfer(operator, input)),
    );

    expect(new Set(done.map(({ result }) => result.transaction_ref)).size).toBe(sent.length);
    expect(done.filter(({ isReplayed }) => isReplayed)).toHaveLength(sent.length);
    expect([await balanceOf(ana), await balanceOf(budi), await balanceOf(shop)]).toEqual([
      "9580",
      "9580",
      "840",
    ]);
  });

  it("are each done once when answers are lost and the objects vanish in the middle of them", async () => {
    const [ana, shop] = [await funded(), await money.open()];
    const bank = bankWith(4);
    const sent = Array.from({ length: 60 }, () => ({
      manner: mannerOf(newRef()),
      body: transferBody(ana, shop, "7"),
    }));
    wire.loseAnswers(5, moves);
    const sending = Promise.allSettled(sent.map((input) => bank.transfer(operator, input)));
    await expect.poll(wire.lost).toBeGreaterThan(0);
    await abortAllDurableObjects();
    const failures = (await sending).flatMap((end) =>
      end.status === "rejected" ? [end.reason] : [],
    );
    // Whoever is told that nothing is known sends the same again.
    expect(failures.filter(({ code }) => code !== "database_unavailable")).toEqual([]);
    wire.mend();
    const again = await Promise.all(sent.map((input) => bank.transfer(operator, input)));

    expect(new Set(again.map(({ result }) => result.transaction_ref)).size).toBe(sent.length);
    expect(await balanceOf(shop)).toBe("420");
  });

  it("are remembered when the number of lanes changes between a request and its repetition", async () => {
    const [ana, shop, key] = [await funded(), await money.open(), newRef()];
    const body = transferBody(ana, shop);
    const first = await money.send("/transfer", body, key);
    for (const lanes of [1, 7, 64, 0]) {
      const { result, isReplayed } = await bankWith(lanes).transfer(operator, {
        manner: mannerOf(key),
        body,
      });
      expect([isReplayed, result]).toEqual([true, first.body]);
      const other = { manner: mannerOf(key), body: { ...body, amount: "41" } };
      await expect(async () => bankWith(lanes).transfer(operator, other)).rejects.toMatchObject({
        code: "idempotency_key_reused",
      });
    }
    expect(await balanceOf(shop)).toBe("40");
  });
});

describe("a command that was accepted for later", () => {
  it("survives the object before it was done, and is done once and under the ref that was promised", async () => {
    const [ana, shop, key] = [await funded("100"), await money.open(), newRef()];
    wire.cut(moves);
    const accepted = await money.send("/transfer", transferBody(ana, shop), key, later);
    const ref = accepted.body.transaction_ref;

    expect([accepted.status, accepted.body.status]).toEqual([202, "INIT"]);
    expect((await read(ref)).body).toMatchObject({
      transaction_ref: ref,
      status: "INIT",
      amount: "40",
    });
    await abortAllDurableObjects();
    expect(await statusOf(ref)).toBe("INIT");

    wire.mend();
    await runDurableObjectAlarm(objectOf(ref));
    await expect.poll(() => statusOf(ref), patient).toBe("COMPLETED");
    expect((await read(ref)).body).toMatchObject({ transaction_ref: ref, lifecycle: "SUCCESS" });
    expect([await balanceOf(ana), await balanceOf(shop)]).toEqual(["60", "40"]);
  });

  it("is the same one when it is sent again, before and after it was done, and never another", async () => {
    const [ana, shop, key] = [await funded("100"), await money.open(), newRef()];
    const sendAgain = (amount: string) =>
      money.send("/transfer", transferBody(ana, shop, amount), key, later);
    wire.cut(moves);
    const first = await sendAgain("40");
    const ref = first.body.transaction_ref;
    expect((await sendAgain("40")).body).toEqual(first.body);
    expect(await sendAgain("41")).toMatchObject({
      status: 422,
      body: { code: "idempotency_key_reused" },
    });

    wire.mend();
    await expect.poll(() => statusOf(ref), patient).toBe("COMPLETED");
    expect((await sendAgain("40")).body.transaction_ref).toBe(ref);
    const atOnce = await money.send("/transfer", transferBody(ana, shop, "40"), key);
    expect([atOnce.status, atOnce.body.transaction_ref]).toEqual([201, ref]);
    expect((await sendAgain("41")).status).toBe(422);
    expect(await balanceOf(shop)).toBe("40");
  });

  it("is accepted while the database is away, outlasts many failed alarms, and is done when it returns", async () => {
    const [ana, shop] = [await funded("100"), await money.open()];
    wire.cut();
    const accepted = await money.send("/transfer", transferBody(ana, shop), newRef(), later);
    const ref = accepted.body.transaction_ref;
    expect(accepted.status).toBe(202);
    // The runtime gives an alarm up that has failed six times.
    for (let failure = 0; failure < 8; failure += 1) {
      await runDurableObjectAlarm(objectOf(ref));
      expect(await alarmOf(ref)).not.toBeNull();
    }
    await abortAllDurableObjects();
    wire.mend();

    await expect.poll(() => statusOf(ref), patient).toBe("COMPLETED");
    expect(await balanceOf(shop)).toBe("40");
  });

  it("tells its refusal under the ref that was promised", async () => {
    const [ana, shop] = [await money.open(), await money.open()];
    const accepted = await money.send("/transfer", transferBody(ana, shop), newRef(), later);
    const ref = accepted.body.transaction_ref;

    await expect.poll(() => statusOf(ref), patient).toBe("FAILED");
    expect((await read(ref)).body.failure).toMatchObject({ code: "insufficient_funds" });
  });

  it("is done by a lane that nobody sends to any more", async () => {
    const [ana, shop, key] = [await funded("100"), await money.open(), newRef()];
    const lanes = [64, 256, 1024].find((count) => laneOf(ana, count) >= 4) ?? 1024;
    wire.cut(moves);
    const { result } = await bankWith(lanes).transfer(operator, {
      manner: mannerOf(key, true),
      body: transferBody(ana, shop),
    });
    const ref = result.transaction_ref;
    expect(laneNamedBy(ref)).toBe(laneOf(ana, lanes));
    await abortAllDurableObjects();
    expect(await statusOf(ref)).toBe("INIT");

    wire.mend();
    await expect.poll(() => statusOf(ref), patient).toBe("COMPLETED");
    expect(await balanceOf(shop)).toBe("40");
    expect((await money.send("/transfer", transferBody(ana, shop), key)).body.transaction_ref).toBe(
      ref,
    );
  });

  it("leads to what was done before, when its key was used through another lane", async () => {
    const [ana, shop, key] = [await funded("100"), await money.open(), newRef()];
    const body = transferBody(ana, shop);
    const done = (await money.send("/transfer", body, key)).body.transaction_ref;
    const accepted = await bankWith(1).transfer(operator, { manner: mannerOf(key, true), body });

    await expect
      .poll(async () => (await read(accepted.result.transaction_ref)).body, patient)
      .toMatchObject({ transaction_ref: done, status: "COMPLETED" });
    expect(await balanceOf(shop)).toBe("40");
  });
});

it("frees what was promised when each promise runs out, with nobody sending a command", async () => {
  const [ana, shop] = [await funded("1000"), await money.open()];
  const { DATABASE_URL, NEON_PROXY_URL } = configOf(env);
  const { sql } = openDatabase(DATABASE_URL, NEON_PROXY_URL);
  // What is stored, because what is shown leaves promises out as soon as their time is over.
  const promised = async () => {
    const rows = await sql`select pending_debits::text as promised from ledger.balances
      where account_id = (select id from ledger.accounts where owner_ref = ${ana})`;
    return rows[0]?.promised;
  };
  for (const [amount, lifeMs] of [
    ["300", 500],
    ["500", 4_000],
  ] as const) {
    const expires_at = new Date(Date.now() + lifeMs).toISOString();
    const held = await money.transfer(ana, shop, amount, { hold: true, expires_at });
    expect(held.status).toBe(201);
  }
  expect(await promised()).toBe("800");

  await expect.poll(promised, patient).toBe("500");
  await expect.poll(promised, patient).toBe("0");
  expect(await money.balanceOf(ana)).toMatchObject({ balance: "1000", available: "1000" });
});

it("leaves books that balance", async () => {
  expect(await money.integrity()).toMatchObject({ ok: true });
});
