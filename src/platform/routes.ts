import { type Context, Hono } from "hono";
import { z } from "zod";
import { bareCaller, type Caller } from "./caller.ts";
import type { Cursors } from "./cursor.ts";
import { type EndpointSpec, type InputOf, isWrite } from "./endpoint.ts";
import { platformProblem } from "./errors.ts";
import { dataHeaders } from "./headers.ts";
import type { Ref } from "./ids.ts";
import { idempotencyKeySchema, type WriteRequest, type Written } from "./intent.ts";
import { readJsonBody } from "./json-body.ts";
import { type Authenticate, challenge, type RequestOrigin } from "./operator-key.ts";
import { type Trace, traceparentOf } from "./trace.ts";
import { parseInput } from "./validation.ts";

/** What every route needs from its request; `src/app.ts` provides it. */
export type RouteVariables = {
  requestId: string;
  trace: Trace;
  newRef: () => Ref;
  authenticate: Authenticate;
  cursors: Cursors;
};

export type RouteEnv = { Variables: RouteVariables };

type Handler<E extends RouteEnv, Spec extends EndpointSpec> = (
  c: Context<E>,
  input: InputOf<Spec> & { readonly caller: Caller; readonly write: WriteRequest },
) => Promise<Response> | Response;

/** What a route does with a body of NDJSON: the lines are read as they arrive. */
type LinesHandler<E extends RouteEnv> = (
  c: Context<E>,
  input: {
    readonly caller: Caller;
    readonly write: WriteRequest;
    readonly lines: ReadableStream<Uint8Array>;
  },
) => Promise<Response> | Response;

/** A module's endpoints and the Hono app that answers them. */
export type Routes<E extends RouteEnv> = {
  readonly app: Hono<E>;
  readonly endpoints: readonly EndpointSpec[];
  readonly on: <const Spec extends EndpointSpec>(
    spec: Spec,
    handler: Handler<E, Spec>,
    linesHandler?: LinesHandler<E>,
  ) => Routes<E>;
};

// Nobody in particular: what a public route's handler is given.
const anonymous = bareCaller("00000000000000000000000000", [], { isOperator: false });

/** Collects endpoints. Each is guarded and parsed as its specification says before its handler runs. */
export function createRoutes<E extends RouteEnv>(): Routes<E> {
  const app = new Hono<E>();
  const endpoints: EndpointSpec[] = [];
  const routes: Routes<E> = {
    app,
    endpoints,
    on: (spec, handler, linesHandler) => {
      const served: EndpointSpec = withIdempotencyKey(spec);
      endpoints.push(served);
      app.on(spec.method.toUpperCase(), honoPathOf(spec.path), async (c) => {
        // Not by way of c.var, which makes an object of everything that is set each time it is asked.
        const [trace, newRef] = [c.get("trace"), c.get("newRef")];
        const caller = await admit(c, spec);
        const key = c.req.header("idempotency-key") ?? null;
        const write = { key, traceparent: traceparentOf(trace), newRef };
        if (linesHandler && c.req.raw.body && isNdjson(c.req.header("content-type"))) {
          return linesHandler(c, { caller, write, lines: c.req.raw.body });
        }
        const input = await readInput(c, served);
        if (spec.movesMoney && key === null) {
          throw platformProblem("idempotency_key_required", "Send an Idempotency-Key header.");
        }
        return handler(c, { ...(input as InputOf<typeof spec>), caller, write });
      });
      return routes;
    },
  };
  return routes;
}

/** Every write takes a key, so no endpoint has to say it. */
function withIdempotencyKey(spec: EndpointSpec): EndpointSpec {
  if (!isWrite(spec)) return spec;
  const headers = spec.headers ?? z.object({});
  return { ...spec, headers: headers.extend({ "idempotency-key": idempotencyKeySchema }) };
}

function isNdjson(mediaType: string | undefined): boolean {
  return mediaType?.split(";")[0]?.trim().toLowerCase() === "application/x-ndjson";
}

function honoPathOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** Who is calling, if they may call this at all. Whose objects they may touch is for the verb to say. */
async function admit<E extends RouteEnv>(c: Context<E>, spec: EndpointSpec): Promise<Caller> {
  const { scope } = spec;
  if (scope === "public") return anonymous;
  const bearer = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  // Also without a bearer, so that who knocks without one is counted, and named by the route that they tried.
  const caller = await c.get("authenticate")(bearer ?? "", originOf(c, spec));
  if (!caller) {
    const detail =
      bearer === undefined ? "Send Authorization: Bearer <key>." : "This key is not valid.";
    throw platformProblem("unauthenticated", detail, {}, challenge);
  }
  if (!caller.scopes.has(scope)) {
    throw platformProblem("scope_missing", `This needs the scope ${scope}.`, {
      required_scope: scope,
    });
  }
  return caller;
}

function originOf(c: Context, spec: EndpointSpec): RequestOrigin {
  return {
    // Cloudflare sets this header itself. Any other, such as X-Forwarded-For, is the caller's own word.
    ip: c.req.header("cf-connecting-ip") ?? null,
    method: spec.method,
    path: spec.path,
    mustStand: isWrite(spec) && !spec.looksAtCredential,
  };
}

async function readInput(c: Context, spec: EndpointSpec): Promise<InputOf<EndpointSpec>> {
  return parseInput(spec, {
    path: c.req.param(),
    query: queryOf(c),
    header: headersOf(c, spec),
    body: spec.body ? await readJsonBody(c, spec) : {},
  });
}

/** Only the headers that the endpoint takes: asking for all of them copies all of them. */
function headersOf(c: Context, spec: EndpointSpec): Record<string, string | undefined> {
  const names = Object.keys(spec.headers?.shape ?? {});
  return Object.fromEntries(names.map((name) => [name, c.req.header(name)]));
}

/** A parameter that is given twice stays a list, and no schema of ours takes one: it is refused, not picked from. */
function queryOf(c: Context): Record<string, unknown> {
  if (!c.req.url.includes("?")) return {};
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [
      name,
      values.length === 1 ? values[0] : values,
    ]),
  );
}

/** Answers as the specification promises; a body that it does not describe does not compile. */
export function reply<Spec extends EndpointSpec, Status extends keyof Spec["replies"] & number>(
  _spec: Spec,
  status: Status,
  body: z.input<Spec["replies"][Status]["body"]>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(body, { status, headers: { ...dataHeaders, ...headers } });
}

/** Answers a write, and says whether this is the first answer or a repetition of it. */
export function replyWritten<
  Spec extends EndpointSpec,
  Status extends keyof Spec["replies"] & number,
>(
  spec: Spec,
  status: Status,
  written: Written<z.input<Spec["replies"][Status]["body"]>>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const replayed = { "Idempotency-Replayed": String(written.isReplayed) };
  return reply(spec, status, written.result, { ...headers, ...replayed });
}
