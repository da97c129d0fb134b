import { databaseErrorOf } from "./database.ts";
import { log } from "./log.ts";
import { Problem } from "./problem.ts";
import type { Trace } from "./trace.ts";

/** What an error's answer and its log line say of the request. */
export type RequestFacts = {
  readonly requestId: string;
  readonly trace: Trace;
  readonly url: string;
};

/** Every error leaves here: a refusal as its problem, anything else as a bare 500 whose cause only the log knows. */
export function renderError(error: unknown, request: RequestFacts): Response {
  if (error instanceof Problem) {
    if (error.entry.status >= 500) logFailure("unavailable", error.cause ?? error, request);
    return respond(problemBodyOf(error, request), error.headers);
  }
  logFailure("unhandled", error, request);
  return respond({
    type: "about:blank",
    title: "Internal error",
    status: 500,
    instance: request.requestId,
  });
}

/** A refusal as RFC 9457 writes it. */
export function problemBodyOf(problem: Problem, request: RequestFacts) {
  const members = {
    type: new URL(`/problems/${problem.code}`, request.url).href,
    title: problem.entry.title,
    status: problem.entry.status,
    detail: problem.message,
    instance: request.requestId,
    code: problem.code,
  };
  // Twice: the first gives RFC 9457's members their place, the second keeps an entry's own field from taking one.
  return { ...members, ...problem.extensions, ...members };
}

/** A database's message may name a person's data, so of its errors only what names our own things is kept. */
function logFailure(event: string, error: unknown, request: RequestFacts): void {
  const cause = databaseErrorOf(error);
  const about = cause
    ? {
        ...pick(cause, ["code", "schema", "table", "constraint", "routine", "where"]),
        ...awayReason(cause),
      }
    : { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  log("error", event, {
    request_id: request.requestId,
    trace_id: request.trace.traceId,
    path: new URL(request.url).pathname,
    ...about,
  });
}

/** Without a SQLSTATE the message is the network's, not the data's. */
function awayReason(cause: Error & { readonly code?: string }): Record<string, unknown> {
  return cause.code === undefined ? { reason: cause.message } : {};
}

function pick(source: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(source).filter(([name, value]) => names.includes(name) && value != null),
  );
}

function respond(
  body: { readonly status: number } & Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(body, {
    status: body.status,
    headers: { ...headers, "content-type": "application/problem+json" },
  });
}
