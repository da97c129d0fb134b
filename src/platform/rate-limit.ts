import { createHash } from "node:crypto";
import type { Clock } from "./clock.ts";
import { platformProblem } from "./errors.ts";
import { networkOf } from "./network.ts";
import { type BucketRule, type Taken, takeTokens } from "./token-bucket.ts";

/**
 * How often something may be tried, by whom or what. After that many tries at once there is one more whenever a part of
 * the period has passed: nobody is ever locked out, least of all by somebody else's tries.
 */
export const rateLimitRules = {
  /** By account and address of the network, so that nobody holds back anybody else. */
  login: { limit: 5, periodS: 60 },
  /** By account, of tries from where its person has not logged in before: many addresses together guess no faster. */
  login_elsewhere: { limit: 60, periodS: 3_600 },
  /** By address of the network, as every rule whose name says so: of IPv6 by /64. */
  login_ip: { limit: 20, periodS: 60 },
  register_ip: { limit: 10, periodS: 3_600 },
  /** By person: how many codes they have sent to new addresses and numbers. */
  otp: { limit: 5, periodS: 3_600 },
  otp_ip: { limit: 30, periodS: 3_600 },
  /** By person or request: how many codes are tried. */
  otp_verify: { limit: 10, periodS: 60 },
  password_reset: { limit: 3, periodS: 60 },
  password_reset_ip: { limit: 20, periodS: 60 },
  /** By session, whichever of its tokens is shown. */
  refresh: { limit: 30, periodS: 60 },
  refresh_ip: { limit: 120, periodS: 60 },
  /** By person: whatever proves again who they are. */
  step_up: { limit: 5, periodS: 60 },
  /** Somebody looks at pages that take donations: each look adds up what was given there. */
  donation_page_ip: { limit: 300, periodS: 60 },
  /** A page asks what a donation would be while somebody still writes it. */
  donation_quote_ip: { limit: 120, periodS: 60 },
  /** Videos that nobody has asked for lately. */
  video_ip: { limit: 120, periodS: 3_600 },
  /** Many phones share one address of a mobile network. */
  donation_ip: { limit: 60, periodS: 60 },
  /** A provider sends from few addresses, and many at once after it was away; what it is refused it sends again. */
  provider_notification_ip: { limit: 3_000, periodS: 60 },
  /** Pages that connect: a streamer has a few, and each comes back now and then. */
  overlay_session_ip: { limit: 120, periodS: 60 },
  failed_authentication_ip: { limit: 60, periodS: 60 },
  /** By key: everything that a service asks. */
  api_key: { limit: 12_000, periodS: 60 },
  /** By session: everything that a person asks. Counted approximately, so it costs no way to anywhere. */
  session: { limit: 1_200, periodS: 60 },
} as const satisfies Readonly<Record<string, BucketRule>>;

export type RateLimitRule = keyof typeof rateLimitRules;
export type RateLimits = Readonly<Record<RateLimitRule, BucketRule>>;

/** What is left of a limit, as its headers tell it. */
export type Allowance = {
  readonly rule: RateLimitRule;
  readonly policy: BucketRule;
  readonly remaining: number;
  readonly fullInS: number;
};

/** Counts what is tried. It throws `rate_limited` when that was too much. Null: the limit tells nothing about itself. */
export type RateLimiter = {
  take(rule: RateLimitRule, subject: string): Promise<Allowance | null>;
};

/** Takes from the bucket of a subject. What a subject is called is nobody's business, so only its digest travels. */
export type AskBucket = (name: string, rule: BucketRule, wanted: number) => Promise<Taken>;

/** Limits over buckets that one place keeps each, so that none is ever exceeded. */
export function createRateLimiter(
  limits: RateLimits,
  askBucket: AskBucket,
  clock: Clock,
): RateLimiter {
  return {
    take: async (rule, subject) => {
      const policy = limits[rule];
      const taken = await askBucket(bucketNameOf(rule, subject), policy, 1);
      const fullInS = secondsUntil(taken.fullAtMs, clock);
      const allowance = { rule, policy, remaining: taken.remaining, fullInS };
      if (taken.granted < 1) throw rateLimited(allowance, Math.ceil(taken.waitMs / 1_000));
      return allowance;
    },
  };
}

export function bucketNameOf(rule: RateLimitRule, subject: string): string {
  // Whoever has one address of IPv6 has a /64 of them.
  const counted = rule.endsWith("_ip") ? networkOf(subject) : subject;
  return `${rule}-${createHash("sha256").update(counted).digest("base64url")}`;
}

export function secondsUntil(momentMs: number, clock: Clock): number {
  return Math.max(0, Math.ceil((momentMs - clock.now().getTime()) / 1_000));
}

export function rateLimited(allowance: Allowance, waitS: number) {
  const retryAfterS = Math.max(1, waitS);
  return platformProblem(
    "rate_limited",
    `That was too often. In ${retryAfterS} seconds it may be tried again.`,
    { rule: allowance.rule },
    { "Retry-After": String(retryAfterS), ...rateLimitHeadersOf(allowance) },
  );
}

/** The IETF's RateLimit header fields, as structured fields write them. */
export function rateLimitHeadersOf({ rule, policy, remaining, fullInS }: Allowance) {
  return {
    "RateLimit-Policy": `"${rule}";q=${policy.limit};w=${policy.periodS}`,
    RateLimit: `"${rule}";r=${remaining};t=${fullInS}`,
  };
}

/** Buckets of this process alone: exact where there is no other process, as in a test or a script. */
export function bucketsInMemory(clock: Clock): AskBucket {
  const fullAt = new Map<string, number>();
  return async (name, rule, wanted) => {
    const taken = takeTokens(rule, fullAt.get(name) ?? null, wanted, clock.now().getTime());
    fullAt.set(name, taken.fullAtMs);
    return taken;
  };
}
