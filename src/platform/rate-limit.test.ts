import { expect, it } from "vitest";
import { bucketNameOf, bucketsInMemory, createRateLimiter, rateLimitRules } from "./rate-limit.ts";
import { rateLimitsSchema } from "./rate-limits-text.ts";

const openClock = () => {
  let now = 0;
  return { now: () => new Date(now), turn: (ms: number) => (now += ms) };
};

it("2.4.1 refuses what is tried too often, says how long to wait, and forgets it after that", async () => {
  const clock = openClock();
  const limits = createRateLimiter(rateLimitRules, bucketsInMemory(clock), clock);
  for (let count = 0; count < 5; count += 1) await limits.take("login", "ana@example.test");
  await expect(limits.take("login", "ana@example.test")).rejects.toMatchObject({
    code: "rate_limited",
    headers: {
      "Retry-After": "12",
      "RateLimit-Policy": '"login";q=5;w=60',
      RateLimit: '"login";r=0;t=60',
    },
  });
  clock.turn(12_000);
  await expect(limits.take("login", "ana@example.test")).resolves.toMatchObject({ remaining: 0 });
});

it("2.4.1 counts each subject and each rule by itself", async () => {
  const clock = openClock();
  const limits = createRateLimiter(rateLimitRules, bucketsInMemory(clock), clock);
  for (let count = 0; count < 5; count += 1) await limits.take("login", "ana@example.test");
  await expect(limits.take("login", "ben@example.test")).resolves.toBeTruthy();
  await expect(limits.take("otp", "ana@example.test")).resolves.toBeTruthy();
});

it("does not name anybody where their tries are counted", () => {
  const name = bucketNameOf("login", "ana@example.test");
  expect(name).toMatch(/^login-[\w-]{43}$/);
  expect(name).not.toContain("ana");
});

it("counts all addresses that one subscriber of IPv6 has as one, and names nothing else so", () => {
  const one = bucketNameOf("donation_ip", "2001:db8:1:2::1");
  expect(bucketNameOf("donation_ip", "2001:db8:1:2:ffff::9")).toBe(one);
  expect(bucketNameOf("donation_ip", "2001:db8:1:3::1")).not.toBe(one);
  expect(bucketNameOf("donation_ip", "192.0.2.1")).not.toBe(
    bucketNameOf("donation_ip", "192.0.2.2"),
  );
  expect(bucketNameOf("session", "a::1")).not.toBe(bucketNameOf("session", "a::2"));
});

it("takes other limits from the configuration, and keeps the others", () => {
  const limits = rateLimitsSchema.parse("login=10/60, api_key=60000/60");
  expect(limits.login).toEqual({ limit: 10, periodS: 60 });
  expect(limits.api_key).toEqual({ limit: 60_000, periodS: 60 });
  expect(limits.register_ip).toEqual(rateLimitRules.register_ip);
  expect(rateLimitsSchema.parse(undefined)).toEqual(rateLimitRules);
});

it.each(["login", "login=0/60", "login=5/0", "nothing=5/60", "login=5", "login=5/86401", "a=b/c"])(
  "refuses the configuration %s",
  (text) => {
    expect(rateLimitsSchema.safeParse(text).success).toBe(false);
  },
);
