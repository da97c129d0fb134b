import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { allEndpoints } from "../../src/meta.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { endpointsAt } from "../support/endpoints-at.ts";
import { createClient, type Send } from "../support/http.ts";
import { newRef } from "../support/refs.ts";

const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));
const bearer = { authorization: `Bearer ${testOperatorKey}` };

const pathOf = (path: string) => path.replace("{role}", "auditor").replaceAll(/\{\w+\}/g, newRef());

// Every endpoint of the product, so that a new one is covered the day it appears.
describe.each(
  allEndpoints
    .filter(({ scope }) => scope !== "public")
    .map((spec) => [spec.method.toUpperCase(), spec.path, spec] as const),
)("%s %s", (method, path) => {
  it.each([
    ["no key", {}],
    ["a wrong key", { authorization: `Bearer saku_test_${"W".repeat(32)}` }],
    ["another scheme", { authorization: `Basic ${btoa(`operator:${testOperatorKey}`)}` }],
    ["an empty key", { authorization: "Bearer " }],
  ])("refuses %s before it reads anything else", async (_name, headers: Record<string, string>) => {
    const response = await send(pathOf(path), {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(method === "GET" ? {} : { body: "{" }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="saku"');
    expect(await response.json()).toMatchObject({ code: "unauthenticated" });
  });

  it("refuses a parameter that it does not know", async () => {
    const response = await send(`${pathOf(path)}?surprise=1`, { method, headers: bearer });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ in: "query", pointer: "/surprise" }),
      ]),
    });
  });

  it("answers its address in another method with the methods that it has", async () => {
    const own = endpointsAt(path).map((spec) => spec.method);
    const other = (["delete", "patch", "put"] as const).find((name) => !own.includes(name));
    if (!other) throw new Error(`${path} answers every method.`);
    const response = await send(pathOf(path), { method: other.toUpperCase(), headers: bearer });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toContain(method);
  });
});

describe("every answer", () => {
  it("carries the caller's request id and goes on with its trace", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const response = await send("/health", {
      headers: { "request-id": "my-request-1", traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    });
    expect(response.headers.get("request-id")).toBe("my-request-1");
    expect(response.headers.get("traceparent")).toMatch(
      new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)`),
    );
  });

  it("gives a request id of its own for one that could break a log line", async () => {
    const response = await send("/health", { headers: { "request-id": 'a"b' } });
    expect(response.headers.get("request-id")).toMatch(/^[0-9A-Z]{26}$/);
  });

  it("tells a browser to trust nothing that did not come from us", async () => {
    for (const path of ["/health", "/v1/wallets", "/nowhere"]) {
      const { headers } = await send(path);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("strict-transport-security")).toContain("max-age");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-site");
    }
  });

  it("lets browsers of the listed origins call, and no others", async () => {
    const preflight = (origin: string) =>
      send("/v1/wallets", {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "idempotency-key",
        },
      });
    const listed = await preflight("https://app.example.test");
    expect(listed.headers.get("access-control-allow-origin")).toBe("https://app.example.test");
    expect(listed.headers.get("access-control-allow-headers")?.toLowerCase()).toContain(
      "idempotency-key",
    );
    const told = await send("/health", { headers: { origin: "https://app.example.test" } });
    const exposed = told.headers.get("access-control-expose-headers")?.split(",");
    for (const name of ["Location", "ETag", "Idempotency-Replayed", "Preference-Applied"]) {
      expect(exposed).toContain(name);
    }
    expect(
      (await preflight("https://evil.example.test")).headers.get("access-control-allow-origin"),
    ).toBeNull();
  });
});

describe("the service's own addresses", () => {
  const api = createClient(send, null);

  it("says that it is up, ready and what it is, to anybody", async () => {
    expect(await api.get("/health")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await api.get("/ready")).toMatchObject({ status: 200, body: { database: "ok" } });
    expect(await api.get("/version")).toMatchObject({ status: 200, body: { name: "saku" } });
  });

  it("describes every endpoint in OpenAPI, with a scope and its problems", async () => {
    const { body } = await api.get("/openapi.json");
    const paths = body.paths as Record<
      string,
      Record<string, { "x-scope": string; responses: object }>
    >;
    expect(body.openapi).toBe("3.1.0");
    for (const { path, method, scope } of allEndpoints) {
      expect(paths[path]?.[method]?.["x-scope"]).toBe(scope);
    }
    expect(JSON.stringify(paths["/v1/wallets"]?.post?.responses)).toContain("wallet_exists");
  });

  it("serves the schema of each event, and the meaning of each problem", async () => {
    const schema = (await api.get("/events/wallet.opened.json")).body;
    expect(schema).toMatchObject({ title: "wallet.opened", type: "object" });
    expect((await api.get("/events/wallet.eaten.json")).status).toBe(404);
    const response = await send("/problems.json");
    expect(await response.json()).toContainEqual(
      expect.objectContaining({ code: "wallet_exists", context: "wallets", status: 409 }),
    );
  });

  it("answers what does not exist as a problem", async () => {
    expect(await api.get("/v1/nothing")).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
    expect(await api.post("/v1/wallets/x/y/z", {})).toMatchObject({ status: 404 });
  });
});
