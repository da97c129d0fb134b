import { expect } from "vitest";
import { allEndpoints } from "../../src/meta.ts";
import type { EndpointSpec } from "../../src/platform/endpoint.ts";
import { problemCodesOf } from "../../src/platform/openapi.ts";

export type Send = (path: string, init?: RequestInit) => Promise<Response>;
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
};

const uuidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** A client of the API that holds every answer against what the reference promises. */
export type ApiClient = {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly post: (
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  readonly patch: (
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  readonly put: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly delete: (path: string, headers?: Record<string, string>) => Promise<Answer>;
};

export function createClient(send: Send, key: string | null): ApiClient {
  const call = async (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ) => {
    const response = await send(path, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return held(method, path, response);
  };
  return {
    get: (path, headers = {}) => call("GET", path, undefined, headers),
    post: (path, body, headers = {}) => call("POST", path, body, headers),
    patch: (path, body, headers = {}) => call("PATCH", path, body, headers),
    put: (path, body, headers = {}) => call("PUT", path, body, headers),
    delete: (path, headers = {}) => call("DELETE", path, undefined, headers),
  };
}

async function held(method: string, path: string, response: Response): Promise<Answer> {
  // Not text(): workerd warns about types that it does not take for text, such as NDJSON.
  const text = new TextDecoder().decode(await response.arrayBuffer());
  expect(text, "no internal id leaves").not.toMatch(uuidPattern);
  expect(response.headers.get("request-id"), "every answer is named").toBeTruthy();
  const type = response.headers.get("content-type") ?? "";
  const body = type.includes("json") && !type.includes("ndjson") ? JSON.parse(text) : { text };
  if (type.startsWith("application/problem+json")) expectProblem(method, path, response, body);
  else if (type.startsWith("application/json")) expectPromised(method, path, response, body);
  return { status: response.status, headers: response.headers, body };
}

function expectProblem(
  method: string,
  path: string,
  response: Response,
  body: Record<string, unknown>,
): void {
  expect(body).toMatchObject({
    status: response.status,
    instance: response.headers.get("request-id"),
  });
  expect(body.title).toBeTypeOf("string");
  if (response.status === 500) return;
  expect(new URL(String(body.type)).pathname).toBe(`/problems/${body.code}`);
  const spec = specOf(method, path);
  if (spec) expect(problemCodesOf(spec)).toContain(body.code);
}

function expectPromised(method: string, path: string, answer: Response, body: unknown): void {
  const spec = specOf(method, path);
  if (!spec) return;
  const { status, headers } = answer;
  const promised = spec.replies[status];
  expect(promised, `${method} ${path} promises a ${status}`).toBeDefined();
  for (const name of ["Location", "ETag", "Preference-Applied"].filter((each) => headers.has(each)))
    expect(promised?.headers, `${method} ${path} promises ${name}`).toHaveProperty(name);
  expect(promised?.body.safeParse(body).error).toBeUndefined();
}

function specOf(method: string, path: string): EndpointSpec | undefined {
  const pathname = path.split("?")[0] ?? path;
  return allEndpoints.find(
    (spec) =>
      spec.method.toUpperCase() === method &&
      new RegExp(`^${spec.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname),
  );
}
