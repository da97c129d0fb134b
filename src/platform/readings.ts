import type { MiddlewareHandler } from "hono";
import type { Caller } from "./caller.ts";
import type { Ref } from "./ids.ts";
import type { RequestOrigin } from "./operator-key.ts";
import type { RouteVariables } from "./routes.ts";

/** That somebody looked at what is kept for auditors. */
export type Reading = {
  readonly reading_ref: Ref;
  /** The address as its endpoint spells it, and as it was asked. */
  readonly route: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly caller_ref: Ref;
  readonly credential_ref: Ref | null;
  readonly request_id: string;
  readonly trace_id: string;
  readonly ip_address: string | null;
  readonly user_agent: string | null;
};

/** Where readings are kept. It fails its request: what cannot be written down is not shown. */
export type ReadingLog = { readonly record: (reading: Reading) => Promise<void> };

type ReadingEnv = { Variables: RouteVariables & { audit: { readonly readings: ReadingLog } } };

/** Tells the log of every reading of the given routes that was answered, before the answer leaves. */
export function recordReadings(isKept: (route: string) => boolean): MiddlewareHandler<ReadingEnv> {
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

    const { caller, from } = seen;
    if (!caller || from?.method !== "get" || !isKept(from.path) || !c.res.ok) return;
    await c.get("audit").readings.record({
      reading_ref: c.get("newRef")(),
      route: from.path,
      path: c.req.path,
      query: questionOf(c.req.query()),
      caller_ref: caller.ownerRef,
      credential_ref: caller.credentialRef,
      request_id: c.get("requestId"),
      trace_id: c.get("trace").traceId,
      ip_address: from.ip,
      user_agent: c.req.header("user-agent") ?? null,
    });
  };
}

/** What was asked for; where a page began says nothing to anybody. */
function questionOf({
  cursor: _cursor,
  ...query
}: Readonly<Record<string, string>>): Record<string, string> {
  return query;
}
