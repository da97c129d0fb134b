import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Caller } from "./caller.ts";
import type { Ref } from "./ids.ts";
import { log } from "./log.ts";
import type { RequestOrigin } from "./operator-key.ts";
import { Problem } from "./problem.ts";
import type { RouteVariables } from "./routes.ts";

/** A decision that denied somebody something. */
export type Denial = {
  /** The code of the problem that they were answered. */
  readonly reason: string;
  readonly method: string;
  /** The address as its endpoint spells it. */
  readonly route: string;
  readonly caller_ref: Ref | null;
  readonly credential_ref: Ref | null;
  readonly request_id: string;
  /** Where nobody knows who asked: from where, of which the log of denials keeps a part of the network. */
  readonly ip: string | null;
};

/** Where denials are kept for whoever audits. It never fails its request: what it cannot keep, it logs. */
export type DenialLog = { record(denial: Denial): Promise<void> };

type DenialEnv = { Variables: RouteVariables & { denials: DenialLog } };

const denyingStatuses: ReadonlySet<number> = new Set([401, 403, 429]);

/** Tells the log of every request that was denied. */
export function recordDenials(): MiddlewareHandler<DenialEnv> {
  return async (c, next) => {
    const authenticate = c.get("authenticate");
    const seen: { caller: Caller | null; from: RequestOrigin | null } = {
      caller: null,
      from: null,
    };
    c.set("authenticate", async (bearer, from) => {
      seen.from = from;
      seen.caller = await authenticate(bearer, from);
      return seen.caller;
    });
    await next();

    if (!(c.error instanceof Problem) || !isDenial(c.error, seen.caller)) return;
    const denial: Denial = {
      reason: c.error.code,
      method: c.req.method,
      route: seen.from?.path ?? publicRouteOf(c),
      caller_ref: seen.caller?.ownerRef ?? null,
      credential_ref: seen.caller?.credentialRef ?? null,
      request_id: c.var.requestId,
      ip: seen.caller ? null : (c.req.header("cf-connecting-ip") ?? null),
    };
    const { ip: _ip, ...told } = denial;
    log("warn", "access_denied", told);
    // Before the answer leaves: what somebody was denied is written down when they learn of it.
    await c.var.denials.record(denial);
  };
}

/** Nobody was asked who they are; what they chose in the address would make each of their requests a thing of its own. */
function publicRouteOf(c: Context): string {
  return routePath(c, -1).replaceAll(/:(\w+)/g, "{$1}");
}

/** What is not there for somebody who sees only their own may well be another's, and they tried to reach it. */
function isDenial({ code, entry }: Problem, caller: Caller | null): boolean {
  if (denyingStatuses.has(entry.status)) return true;
  return entry.status === 404 && code !== "not_found" && caller !== null && !caller.isOperator;
}
