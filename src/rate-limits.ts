import type { RateLimiter as RateLimiterObject } from "../durable-objects/rate-limiter.ts";
import type { Clock } from "./platform/clock.ts";
import { platformProblem } from "./platform/errors.ts";
import { log } from "./platform/log.ts";
import {
  type Allowance,
  type AskBucket,
  bucketNameOf,
  createRateLimiter,
  type RateLimiter,
  type RateLimitRule,
  type RateLimits,
  rateLimited,
  rateLimitRules,
  secondsUntil,
} from "./platform/rate-limit.ts";

const attempts = 3;
const pauseMs = 50;
// A part of a limit that is fetched at once for a service that asks all the time: the limit stays exact, and only one
// request in so many waits for its object.
const partsOfLimit = 100;
const keptLeases = 5_000;
// A location counts in tenths of a minute.
const retryApproximatelyS = 10;

type Lease = { left: number; readonly endsAtMs: number; readonly allowance: Allowance };

/** The limits of the deployed Worker: a Durable Object a bucket, and for sessions the count of this location. */
export function createRateLimits(
  objects: DurableObjectNamespace<RateLimiterObject>,
  sessions: RateLimit,
  limits: RateLimits,
  clock: Clock,
): RateLimiter {
  const ask: AskBucket = (name, rule, wanted) =>
    persistently(async () => objects.getByName(name).take(rule, wanted));
  const exact = createRateLimiter(limits, ask, clock);
  const leased = createLeases(limits, ask, clock);
  // What the location counts is fixed where it is bound; whoever configures another limit for sessions gets that one.
  const isCountedHere = limits.session === rateLimitRules.session;
  return {
    take: async (rule, subject) => {
      if (rule === "session" && isCountedHere) return takeApproximately(sessions, subject);
      if (rule === "session" || rule === "api_key") return leased(rule, subject);
      return exact.take(rule, subject);
    },
  };
}

/** What a location counts by itself has no state that could be told, and costs no way. */
async function takeApproximately(sessions: RateLimit, subject: string): Promise<null> {
  const { success } = await sessions.limit({ key: bucketNameOf("session", subject) });
  if (success) return null;
  const policy = rateLimitRules.session;
  const allowance = { rule: "session", policy, remaining: 0, fullInS: policy.periodS } as const;
  throw rateLimited(allowance, retryApproximatelyS);
}

function createLeases(limits: RateLimits, ask: AskBucket, clock: Clock) {
  const leases = new Map<string, Lease>();
  return async (rule: RateLimitRule, subject: string): Promise<Allowance> => {
    const policy = limits[rule];
    const name = bucketNameOf(rule, subject);
    const now = clock.now().getTime();
    const lease = leases.get(name);
    if (lease && lease.left > 0 && now < lease.endsAtMs) {
      lease.left -= 1;
      return { ...lease.allowance, remaining: lease.allowance.remaining + lease.left };
    }
    const taken = await ask(name, policy, Math.ceil(policy.limit / partsOfLimit));
    const fullInS = secondsUntil(taken.fullAtMs, clock);
    const allowance = { rule, policy, remaining: taken.remaining, fullInS };
    if (taken.granted < 1) throw rateLimited(allowance, Math.ceil(taken.waitMs / 1_000));
    // Many may have asked at once, and what each was granted is there for all.
    const left = (leases.get(name)?.left ?? 0) + taken.granted - 1;
    leases.delete(name);
    leases.set(name, { left, endsAtMs: now + policy.periodS * 1_000, allowance });
    forgetOldest(leases);
    return { ...allowance, remaining: taken.remaining + left };
  };
}

function forgetOldest(leases: Map<string, Lease>): void {
  for (const oldest of leases.keys()) {
    if (leases.size <= keptLeases) return;
    leases.delete(oldest);
  }
}

/** An object may be lost with its answer; a token that was taken for nothing is taken all the same. */
async function persistently<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      log("warn", "limiter_lost", { attempt, error: String(error) });
      if (attempt === attempts) {
        throw Object.assign(
          platformProblem(
            "limiter_unavailable",
            "What counts requests did not answer. Send the same request again.",
            {},
            { "Retry-After": "1" },
          ),
          { cause: error },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs * attempt));
    }
  }
}
