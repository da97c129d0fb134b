import type { RateLimitRule } from "../platform/rate-limit.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";

/** Counts a try against the address that it comes from, where something in front of us knows it. */
export async function takeByAddress(
  { limits }: Pick<IdentityDeps, "limits">,
  rule: RateLimitRule,
  { ip }: ClientFacts,
): Promise<void> {
  if (ip !== null) await limits.take(rule, ip);
}
