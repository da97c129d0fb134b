import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import type { BalanceCopies } from "../../durable-objects/balance-copies.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { createClient } from "../support/http.ts";
import { createMoney } from "../support/money.ts";
import { newRef } from "../support/refs.ts";

vi.spyOn(console, "log").mockImplementation(() => undefined);

afterEach(() => {
  vi.restoreAllMocks();
});

const patient = { timeout: 10_000, interval: 20 };

function copyOf(walletRef: string, revision: number) {
  return {
    ...{ wallet_ref: walletRef, owner_ref: newRef(), currency: "IDR", version: revision, revision },
    ...{ balance: String(revision), pending_in: "0", pending_out: "0", available: "0" },
    ...{ overdraft: "0", as_of: "2026-11-21T00:00:00.000Z" },
    kept_until: new Date(Date.now() + 7_200_000).toISOString(),
  };
}

const writer = () => env.COPIES.getByName(newRef());
const put = (to: ReturnType<typeof writer>, ...copies: ReturnType<typeof copyOf>[]) =>
  to.put(JSON.stringify(copies));

/** Is told of each write of an object to the edge, and may make it fail. */
const onEachWrite = (to: ReturnType<typeof writer>, tell: () => void) =>
  runInDurableObject<BalanceCopies, void>(to, (copies) => {
    const { BALANCES } = (copies as unknown as { env: Env }).env;
    const write = BALANCES.put.bind(BALANCES);
    vi.spyOn(BALANCES, "put").mockImplementation(async (...args: Parameters<typeof write>) => {
      tell();
      await write(...args);
    });
  });
const revisionAtEdge = async (walletRef: string) =>
  (await env.BALANCES.get<{ revision: number }>(`wallet:${walletRef}:balance`, "json"))?.revision;

it("writes the newest copy of a wallet, and once a second at the most", async () => {
  const [to, wallet] = [writer(), newRef()];
  const writtenAt: number[] = [];
  await onEachWrite(to, () => {
    writtenAt.push(Date.now());
  });
  for (let revision = 1; revision <= 60; revision += 1) {
    await put(to, copyOf(wallet, revision));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await expect.poll(() => revisionAtEdge(wallet), patient).toBe(60);
  const rests = writtenAt.slice(1).map((at, index) => at - (writtenAt[index] ?? 0));
  expect(rests.length).toBeGreaterThan(0);
  expect(Math.min(...rests)).toBeGreaterThanOrEqual(1_000);
});

it("lets no late copy overtake a newer one", async () => {
  const [to, wallet] = [writer(), newRef()];
  await put(to, copyOf(wallet, 7), copyOf(wallet, 3));
  await expect.poll(() => revisionAtEdge(wallet), patient).toBe(7);
  await put(to, copyOf(wallet, 5));
  await runDurableObjectAlarm(to);
  expect(await revisionAtEdge(wallet)).toBe(7);

  // A consumer that hung in between hands its copy over much later.
  await runInDurableObject(to, (_copies, { storage }) => {
    storage.sql.exec("update copies set written_at = written_at - 600000");
  });
  const other = newRef();
  await put(to, copyOf(other, 1));
  await expect.poll(() => revisionAtEdge(other), patient).toBe(1);
  await put(to, copyOf(wallet, 6), copyOf(other, 2));
  await expect.poll(() => revisionAtEdge(other), patient).toBe(2);
  expect(await revisionAtEdge(wallet)).toBe(7);
});

it("tries again what the edge refused, and forgets what is written", async () => {
  const [to, wallet] = [writer(), newRef()];
  let isFirst = true;
  await onEachWrite(to, () => {
    const mustFail = isFirst;
    isFirst = false;
    if (mustFail) throw new Error("429 Too Many Requests");
  });
  await put(to, copyOf(wallet, 1));
  await expect.poll(() => revisionAtEdge(wallet), patient).toBe(1);
  const kept = () =>
    runInDurableObject(to, (_copies, { storage }) =>
      storage.sql.exec("select * from copies where revision > written_revision").toArray(),
    );
  await expect.poll(kept, patient).toEqual([]);
});

it("has a copy forgotten by the edge before nobody keeps it up any more", async () => {
  const [to, wallet] = [writer(), newRef()];
  await put(to, copyOf(wallet, 1));
  await expect.poll(() => revisionAtEdge(wallet), patient).toBe(1);
  const { keys } = await env.BALANCES.list({ prefix: `wallet:${wallet}:balance` });
  const secondsLeft = (keys[0]?.expiration ?? 0) - Date.now() / 1_000;
  expect(secondsLeft).toBeGreaterThan(6_800);
  expect(secondsLeft).toBeLessThanOrEqual(6_901);
});

it("is kept at the edge for as long as somebody reads it, although nothing changes", async () => {
  const [to, wallet] = [writer(), newRef()];
  const keptFor = (ms: number) => ({
    ...copyOf(wallet, 1),
    kept_until: new Date(Date.now() + ms).toISOString(),
  });
  const [first, renewed, late] = [keptFor(3_000_000), keptFor(7_200_000), keptFor(5_000_000)];
  const atEdge = async () =>
    (await env.BALANCES.get<{ kept_until: string }>(`wallet:${wallet}:balance`, "json"))
      ?.kept_until;
  await put(to, first);
  await expect.poll(atEdge, patient).toBe(first.kept_until);
  await put(to, renewed);
  await put(to, late);
  await expect.poll(atEdge, patient).toBe(renewed.kept_until);
});

it("lies at the edge moments after money was moved, once somebody has read it there", async () => {
  const api = createClient(
    (path, init) => exports.default.fetch(new Request(`https://saku.test${path}`, init)),
    testOperatorKey,
  );
  const money = createMoney(api);
  const wallet = await money.funded("10000");
  const atEdge = () =>
    env.BALANCES.get<Record<string, unknown>>(`wallet:${wallet}:balance`, "json");
  const slowly = { timeout: 30_000, interval: 50 };
  const balance = `/v1/wallets/${wallet}/balance?consistency=eventual`;
  await expect
    .poll(async () => (await api.get(balance)).body, slowly)
    .toMatchObject({ balance: "10000", version: 1, consistency: "eventual" });
  await expect.poll(atEdge, slowly).toMatchObject({ balance: "10000", version: 1 });
  expect((await money.topUp(wallet, "500")).status).toBe(201);
  await expect.poll(atEdge, slowly).toMatchObject({ balance: "10500", version: 2 });
});
