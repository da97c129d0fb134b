import { z } from "zod";
import { type RateLimitRule, type RateLimits, rateLimitRules } from "./rate-limit.ts";

const partPattern = /^([a-z_]+)=([1-9]\d{0,6})\/([1-9]\d{0,4})$/;
const maxPeriodS = 86_400;

/** Limits that differ from the ones that are built in, such as `login=10/60, api_key=60000/60`: so many in so many seconds. */
export const rateLimitsSchema = z
  .string()
  .default("")
  .transform((text, context): RateLimits => {
    const parts = text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
    const changed = parts.flatMap((part) => {
      const rule = ruleOf(part);
      if (rule) return [rule];
      const message = "Expected parts such as login=5/60, each with the name of a limit.";
      context.addIssue({ code: "custom", message });
      return [];
    });
    return { ...rateLimitRules, ...Object.fromEntries(changed) };
  });

function ruleOf(part: string) {
  const [, name = "", limit = "", period = ""] = partPattern.exec(part) ?? [];
  const periodS = Number.parseInt(period, 10);
  if (!isRule(name) || periodS > maxPeriodS) return null;
  return [name, { limit: Number.parseInt(limit, 10), periodS }] as const;
}

function isRule(name: string): name is RateLimitRule {
  return Object.hasOwn(rateLimitRules, name);
}
