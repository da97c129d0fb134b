import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { LiveMessage } from "../../src/readmodels/index.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { createClient, type Send } from "../support/http.ts";
import { createMoney } from "../support/money.ts";
import { newRef } from "../support/refs.ts";

vi.spyOn(console, "log").mockImplementation(() => undefined);

const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));
const api = createClient(send, testOperatorKey);
const money = createMoney(api);
const patient = { timeout: 20_000, interval: 20 };

const bearer = { authorization: `Bearer ${testOperatorKey}` };

async function look(walletRef: string, query = "", headers: Record<string, string> = bearer) {
  const response = await send(`/v1/wallets/${walletRef}/live${query}`, {
    headers: { upgrade: "websocket", ...headers },
  });
  expect(response.status).toBe(101);
  const socket = response.webSocket;
  if (!socket) throw new Error("No WebSocket came back.");
  const messages: LiveMessage[] = [];
  const closed: number[] = [];
  socket.addEventListener("message", ({ data }) => {
    messages.push(JSON.parse(String(data)));
  });
  socket.addEventListener("close", ({ code }) => {
    closed.push(code);
  });
  socket.accept();
  return { messages, closed, socket, protocol: response.headers.get("sec-websocket-protocol") };
}

const objectOf = (walletRef: string) => env.LIVE.getByName(walletRef);

describe("who looks at a wallet", () => {
  it("is told at once what it holds, and moments after each change what changed", async () => {
    const wallet = await money.funded("10000");
    const { messages } = await look(wallet);
    await expect.poll(() => messages.length, patient).toBe(1);
    expect(messages[0]).toMatchObject({ balance: "10000", version: 1, changes: [] });

    await money.transfer(wallet, await money.open(), "2500");
    await expect.poll(() => messages.length, patient).toBe(2);
    expect(messages[1]).toMatchObject({
      balance: "7500",
      version: 2,
      has_all_changes: true,
      changes: [{ version: 2, mutation_type: "DEBIT", amount: "2500", balance_after: "7500" }],
    });
  });

  it("is told within a second of its commit", async () => {
    const [wallet, other] = [await money.funded("10000"), await money.open()];
    const { messages } = await look(wallet);
    await expect.poll(() => messages.length, patient).toBe(1);
    const tookMs: number[] = [];
    for (let change = 1; change <= 3; change += 1) {
      await money.transfer(wallet, other, "1");
      const committedAt = performance.now();
      await expect.poll(() => messages.length, { ...patient, interval: 10 }).toBe(1 + change);
      tookMs.push(performance.now() - committedAt);
    }
    // What else runs on the machine may hold up one of them, and not each.
    expect(Math.min(...tookMs), String(tookMs)).toBeLessThan(1_000);
  });

  it("is told of a promise, which leaves no entry", async () => {
    const wallet = await money.funded("10000");
    const { messages } = await look(wallet);
    await expect.poll(() => messages.length, patient).toBe(1);
    await money.transfer(wallet, await money.open(), "400", { hold: true });
    await expect.poll(() => messages.at(-1)?.available, patient).toBe("9600");
    expect(messages.at(-1)).toMatchObject({ version: 1, pending_out: "400", changes: [] });
  });

  it("goes on from the last version that they know", async () => {
    const wallet = await money.funded("100");
    for (const amount of ["1", "2", "3"]) await money.topUp(wallet, amount);
    const { messages } = await look(wallet, "?after_version=2");
    await expect.poll(() => messages.length, patient).toBe(1);
    expect(messages[0]).toMatchObject({ version: 4, has_all_changes: true });
    expect(messages[0]?.changes.map(({ version }) => version)).toEqual([3, 4]);
  });

  it("hears again after the object was lost", async () => {
    const wallet = await money.funded("100");
    const { messages } = await look(wallet);
    await expect.poll(() => messages.length, patient).toBe(1);
    await evictDurableObject(objectOf(wallet));
    await money.topUp(wallet, "5");
    await expect.poll(() => messages.at(-1)?.balance, patient).toBe("105");
  });

  it("is told by the alarm what the relay did not say, and once only", async () => {
    const wallet = await money.funded("100");
    const { messages } = await look(wallet);
    await expect.poll(() => messages.length, patient).toBe(1);
    await runDurableObjectAlarm(objectOf(wallet));
    expect(messages).toHaveLength(1);
  });

  it("has to say again who they are after a quarter of an hour", async () => {
    const wallet = await money.funded("100");
    const { messages, closed } = await look(wallet);
    await expect.poll(() => messages.length, patient).toBe(1);
    await runInDurableObject(objectOf(wallet), (_live, state) => {
      for (const socket of state.getWebSockets()) {
        const told = socket.deserializeAttachment();
        socket.serializeAttachment({ ...told, openedAt: told.openedAt - 16 * 60_000 });
      }
    });
    await runDurableObjectAlarm(objectOf(wallet));
    await expect.poll(() => closed, patient).toEqual([4000]);
  });

  it("is told what is new, whoever else says what they may not and never hangs up", async () => {
    const wallet = await money.funded("100");
    const rude = await look(wallet);
    const { messages } = await look(wallet);
    await expect.poll(() => [rude.messages.length, messages.length], patient).toEqual([1, 1]);
    await runInDurableObject(objectOf(wallet), (_live, state) => {
      // Closed by this side alone, as a socket is whose other end does not answer.
      state.getWebSockets()[0]?.close(1008, "There is nothing to say here.");
    });
    await money.topUp(wallet, "5");
    const heard = () => [rude, { messages }].map((each) => each.messages.at(-1)?.balance);
    await expect.poll(heard, patient).toContain("105");
  });

  it("is told what is new also where no more can look on", async () => {
    const wallet = await money.funded("100");
    const looking: Awaited<ReturnType<typeof look>>[] = [];
    for (let n = 0; n < 200; n += 1) looking.push(await look(wallet));
    const late = await look(wallet);
    await expect.poll(() => late.closed, patient).toEqual([1013]);
    // Another who comes too late does not listen, and so never says that they will go.
    await send(`/v1/wallets/${wallet}/live`, { headers: { upgrade: "websocket", ...bearer } });
    await money.topUp(wallet, "5");
    await expect
      .poll(() => looking.every(({ messages }) => messages.at(-1)?.balance === "105"), patient)
      .toBe(true);
  });

  it("looks no longer than the key stands that they came with", async () => {
    const wallet = await money.funded("100");
    const body = { name: "Screen", scopes: ["wallets:read"] };
    const made = (await api.post("/v1/auth/api-keys", body)).body as {
      api_key: string;
      key_ref: string;
    };
    const { messages, closed } = await look(wallet, "", {
      authorization: `Bearer ${made.api_key}`,
    });
    await expect.poll(() => messages.length, patient).toBe(1);
    await runDurableObjectAlarm(objectOf(wallet));
    expect(closed).toEqual([]);
    await api.delete(`/v1/auth/api-keys/${made.key_ref}`, {});
    await runDurableObjectAlarm(objectOf(wallet));
    await expect.poll(() => closed, patient).toEqual([4000]);
  });

  it("may come from a browser, which names its token as a subprotocol", async () => {
    const wallet = await money.funded("100");
    const offered = `saku.live.v1, saku.bearer.${testOperatorKey}`;
    const { messages, protocol } = await look(wallet, "", { "sec-websocket-protocol": offered });
    expect(protocol).toBe("saku.live.v1");
    await expect.poll(() => messages.length, patient).toBe(1);
  });

  it("is refused without a key, for a wallet that is not there and without a WebSocket", async () => {
    const wallet = await money.funded("100");
    const ask = async (path: string, headers: Record<string, string>) =>
      (await send(`/v1/wallets/${path}/live`, { headers })).status;
    expect(await ask(wallet, { upgrade: "websocket" })).toBe(401);
    expect(await ask(newRef(), { upgrade: "websocket", ...bearer })).toBe(404);
    expect(await ask(wallet, bearer)).toBe(426);
  });
});
