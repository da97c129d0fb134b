import type { MiddlewareHandler } from "hono";
import { systemClock } from "./clock.ts";
import { createRefs } from "./ids.ts";
import { log } from "./log.ts";
import type { RequestFacts } from "./render-error.ts";
import type { RouteEnv, RouteVariables } from "./routes.ts";
import { traceOf, traceparentOf } from "./trace.ts";

/** What an error's answer and its log line say of a request. */
export function factsOf(c: {
  readonly var: RouteVariables;
  readonly req: { readonly url: string };
}): RequestFacts {
  return { requestId: c.var.requestId, trace: c.var.trace, url: c.req.url };
}

const requestIdPattern = /^[A-Za-z0-9_.:-]{8,128}$/;

/** Gives a request its id and its place in a trace, answers both, and logs one line when it is done. */
export function requestContext(): MiddlewareHandler<RouteEnv> {
  return async (c, next) => {
    const newRef = createRefs(systemClock);
    const given = c.req.header("request-id") ?? "";
    const requestId = requestIdPattern.test(given) ? given : newRef();
    const trace = traceOf(c.req.header("traceparent"));
    c.set("requestId", requestId);
    c.set("trace", trace);
    c.set("newRef", newRef);

    const startedAt = systemClock.now().getTime();
    await next();
    c.res.headers.set("Request-Id", requestId);
    c.res.headers.set("traceparent", traceparentOf(trace));
    log("info", "request", {
      request_id: requestId,
      trace_id: trace.traceId,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      duration_ms: systemClock.now().getTime() - startedAt,
    });
  };
}
