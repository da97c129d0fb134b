import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { RateLimiter as LimiterObject } from "../../durable-objects/rate-limiter.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { bucketNameOf, rateLimitRules } from "../../src/platform/rate-limit.ts";
import { createRateLimits } from "../../src/rate-limits.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { createClient, type Send } from "../support/http.ts";
import { newRef } from "../support/refs.ts";

const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));
const anybody = createClient(send, null);
const operator = createClient(send, testOperatorKey);
const from = (ip: string, more: Record<string, string> = {}) => ({
  "cf-connecting-ip": ip,
  ...more,
});
const newEmail = () => `${newRef().toLowerCase()}@example.test`;
const logIn = (email: string, headers: Record<string, string> = {}) =>
  anybody.post("/v1/auth/login", { email, password: "not the right password" }, headers);

vi.spyOn(console, "log").mockImplementation(() => undefined);

const limitsWith = (changed: Partial<typeof rateLimitRules> | object, allowed = true) =>
  createRateLimits(
    env.LIMITS,
    { limit: async () => ({ success: allowed }) },
    { ...rateLimitRules, ...changed },
    systemClock,
  );

async function issueKey() {
  const body = { name: "Robot", scopes: ["wallets:read"] };
  return createClient(send, String((await operator.post("/v1/auth/api-keys", body)).body.api_key));
}

describe("a limit that is exact", () => {
  it("2.4.1 lets through exactly as many as it says, however many come at once", async () => {
    const limits = limitsWith({});
    const email = newEmail();
    const tries = await Promise.allSettled(
      Array.from({ length: 30 }, () => limits.take("login", email)),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  });

  it("remembers what was tried when its object is lost, and forgets it when the time is over", async () => {
    const limits = limitsWith({ login: { limit: 2, periodS: 2 } });
    const email = newEmail();
    await limits.take("login", email);
    await limits.take("login", email);
    await abortAllDurableObjects();
    await expect(limits.take("login", email)).rejects.toMatchObject({ code: "rate_limited" });

    const object = env.LIMITS.getByName(bucketNameOf("login", email));
    const kept = () =>
      runInDurableObject<LimiterObject, number>(
        object,
        (_object, { storage }) => [...storage.kv.list()].length,
      );
    expect(await kept()).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await runDurableObjectAlarm(object);
    expect(await kept()).toBe(0);
    await expect(limits.take("login", email)).resolves.toMatchObject({ remaining: 1 });
  });

  it("fetches an API key's limit in parts and still never lets through more than it says", async () => {
    const limits = limitsWith({ api_key: { limit: 50, periodS: 60 } });
    const elsewhere = limitsWith({ api_key: { limit: 50, periodS: 60 } });
    const key = newRef();
    const outcomes = [];
    for (let count = 0; count < 60; count += 1) {
      const place = count % 2 === 0 ? limits : elsewhere;
      outcomes.push(
        await place.take("api_key", key).then(
          () => "passed",
          (error) => error.code,
        ),
      );
    }
    const passed = outcomes.filter((outcome) => outcome === "passed").length;
    expect(passed).toBeGreaterThanOrEqual(50);
    expect(passed).toBeLessThanOrEqual(51);
    expect(outcomes.at(-1)).toBe("rate_limited");
  });

  it("16.5.3 lets nobody through when what counts does not answer", async () => {
    const lost = { getByName: () => ({ take: () => Promise.reject(new Error("lost")) }) };
    const limits = createRateLimits(
      lost as unknown as typeof env.LIMITS,
      { limit: async () => ({ success: true }) },
      rateLimitRules,
      systemClock,
    );
    await expect(limits.take("login", newEmail())).rejects.toMatchObject({
      code: "limiter_unavailable",
      headers: { "Retry-After": "1" },
    });
  });
});

describe("over HTTP", () => {
  it("2.4.1 slows down whoever tries one account's passwords from one place, and says for how long", async () => {
    const email = newEmail();
    const here = (last: number) => from(`2001:db8:0:1::${last}`);
    for (let count = 1; count < 6; count += 1) {
      expect((await logIn(email, here(count))).status).toBe(401);
    }
    const { status, headers, body } = await logIn(email, here(6));
    expect([status, body.code, body.rule]).toEqual([429, "rate_limited", "login"]);
    expect(headers.get("retry-after")).toMatch(/^([1-9]|1[0-2])$/);
    expect(headers.get("ratelimit-policy")).toBe('"login";q=5;w=60');
    expect(headers.get("ratelimit")).toMatch(/^"login";r=0;t=\d+$/);
    expect((await logIn(newEmail(), here(7))).status).toBe(401);
    expect((await logIn(email, from("203.0.113.50"))).status).toBe(401);
  });

  it("4.1.3 counts by the address that Cloudflare saw, whatever a caller says theirs is", async () => {
    const spoofed = (count: number) =>
      from("203.0.113.51", {
        "x-forwarded-for": `198.51.100.${count}`,
        "x-real-ip": `198.51.100.${count}`,
        forwarded: `for=198.51.100.${count}`,
      });
    const before = await triesBeforeLimit(async (count) => logIn(newEmail(), spoofed(count)));
    expect(before).toBeGreaterThanOrEqual(20);
    expect(before).toBeLessThan(40);
  });

  it("6.3.1 stops an address that sends key after key that belongs to nobody", async () => {
    const guess = (count: number) =>
      createClient(send, `saku_test_${String(count).padStart(32, "G")}`).get(
        "/v1/wallets",
        from("203.0.113.52"),
      );
    const before = await triesBeforeLimit(guess);
    expect(before).toBeGreaterThanOrEqual(60);
    expect(before).toBeLessThan(120);
    expect((await operator.get("/v1/wallets", from("203.0.113.52"))).status).toBe(200);
  });

  it("tells a key how much is left, and the bootstrap operator nothing", async () => {
    const key = await issueKey();
    const [first, second] = [await key.get("/v1/wallets"), await key.get("/v1/wallets")];
    const remaining = (headers: Headers) =>
      Number.parseInt(/r=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1] ?? "", 10);
    expect(first.headers.get("ratelimit-policy")).toBe('"api_key";q=12000;w=60');
    expect(remaining(first.headers) - remaining(second.headers)).toBe(1);
    expect((await operator.get("/v1/wallets")).headers.get("ratelimit")).toBeNull();
  });

  it("refuses a session that asks all the time, by the count of its location", async () => {
    const limits = limitsWith({}, false);
    await expect(limits.take("session", newRef())).rejects.toMatchObject({
      code: "rate_limited",
      extensions: { rule: "session" },
    });
    const other = limitsWith({ session: { limit: 2, periodS: 60 } }, false);
    const session = newRef();
    await expect(other.take("session", session)).resolves.toMatchObject({ remaining: 1 });
    const counted = await env.SESSION_LIMIT.limit({ key: newRef() });
    expect(counted).toMatchObject({ success: true });
  });
});

/** How many tries pass until one is held back. A slow machine is given some back meanwhile, as anybody is. */
async function triesBeforeLimit(attempt: (count: number) => Promise<{ readonly status: number }>) {
  for (let count = 0; count < 200; count += 1) {
    const { status } = await attempt(count);
    if (status === 429) return count;
    expect(status).toBe(401);
  }
  return Number.POSITIVE_INFINITY;
}
