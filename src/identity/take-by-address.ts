import { networkOf } from "../platform/network.ts";
import type { RateLimitRule } from "../platform/rate-limit.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";

/** Counts a try against the subscriber that it comes from, where something in front of us knows it. */
export async function takeByAddress(
  { limits }: Pick<IdentityDeps, "limits">,
  rule: RateLimitRule,
  { ip }: ClientFacts,
): Promise<void> {
  if (ip !== null) await limits.take(rule, networkOf(ip));
}
