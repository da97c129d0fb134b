import type { MiddlewareHandler } from "hono";
import type { Caller } from "./caller.ts";
import { networkOf } from "./network.ts";
import type { RequestOrigin } from "./operator-key.ts";
import { Problem } from "./problem.ts";
import { type Allowance, type RateLimiter, rateLimitHeadersOf } from "./rate-limit.ts";
import type { RouteVariables } from "./routes.ts";

type LimitedEnv = { Variables: RouteVariables & { limits: RateLimiter } };

const keyPrefix = "saku_";

/** Limits how much each key and session asks, and how often an address of the network sends what belongs to nobody. */
export function limitCredentials(): MiddlewareHandler<LimitedEnv> {
  return async (c, next) => {
    const authenticate = c.get("authenticate");
    const limits = c.get("limits");
    const told: { allowance: Allowance | null } = { allowance: null };
    c.set("authenticate", async (bearer, from) => {
      const caller = await authenticate(bearer, from).catch(async (error) => {
        // Refused by name, as an ended session is, or as nobody's: it counts alike. A database that is away does not.
        if (error instanceof Problem && error.entry.status < 500) {
          await takeFor(limits, bearer, from, null);
        }
        throw error;
      });
      told.allowance = await takeFor(limits, bearer, from, caller);
      return caller;
    });
    await next();
    if (!told.allowance) return;
    const headers = rateLimitHeadersOf(told.allowance);
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  };
}

async function takeFor(
  limits: RateLimiter,
  bearer: string,
  { ip }: RequestOrigin,
  caller: Caller | null,
): Promise<Allowance | null> {
  if (!caller) {
    if (ip !== null) await limits.take("failed_authentication_ip", networkOf(ip));
    return null;
  }
  // The bootstrap operator is whoever runs this, and has no row to count by.
  if (caller.credentialRef === null) return null;
  const rule = bearer.startsWith(keyPrefix) ? "api_key" : "session";
  return limits.take(rule, caller.credentialRef);
}
