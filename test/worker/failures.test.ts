import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { configOf } from "../../src/config.ts";
import { bareCaller } from "../../src/platform/caller.ts";
import { platformProblem } from "../../src/platform/errors.ts";
import { operatorRef } from "../../src/platform/operator-key.ts";
import { type Services, servicesOf } from "../../src/services.ts";
import { directLanes } from "../../src/transactions/index.ts";
import { servicesOfWorker } from "../../src/worker-services.ts";
import { testOperatorKey } from "../support/bindings.ts";

const bearer = { authorization: `Bearer ${testOperatorKey}` };
const path = "/v1/wallets/01JD3Z8K4M6N7P8Q9R0S1T2V3W";

function callWith(services: Partial<Services>, init: RequestInit = { headers: bearer }) {
  const app = createApp((bindings) => ({ ...servicesOfWorker(bindings), ...services }));
  return app.request(`https://saku.test${path}`, init, env, createExecutionContext());
}

const failing = (error: unknown) => ({
  wallets: {
    get: async () => {
      throw error;
    },
  } as unknown as Services["wallets"],
});

it("keeps an unexpected error's message to itself, and to the log", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const response = await callWith(failing(new Error('duplicate key in "ledger.journals"')));

  expect(response.status).toBe(500);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toEqual({
    type: "about:blank",
    title: "Internal error",
    status: 500,
    instance: response.headers.get("request-id"),
  });
  expect(logged.mock.calls.join()).toContain("ledger.journals");
});

it("never logs the parameters of a query that failed", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const cause = Object.assign(new Error("value too long: Budi Santoso"), {
    name: "NeonDbError",
    code: "22001",
    table: "wallets",
    detail: "Failing row contains (Budi Santoso).",
  });
  const wrapped = new Error("Failed query: insert ... params: Budi Santoso", { cause });

  expect((await callWith(failing(wrapped))).status).toBe(500);
  expect(logged.mock.calls.join()).toContain("22001");
  expect(logged.mock.calls.join()).not.toContain("Budi");
});

it("answers 503 with Retry-After when the database is away", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const app = createApp((bindings) =>
    servicesOf({ ...configOf(bindings), NEON_PROXY_URL: "http://127.0.0.1:9/sql" }, directLanes),
  );
  const response = await app.request(
    `https://saku.test${path}`,
    { headers: bearer },
    env,
    createExecutionContext(),
  );

  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
  expect(await response.json()).toMatchObject({ code: "database_unavailable" });
});

it("refuses a valid key that lacks the scope, and names the scope", async () => {
  const authenticate = async () => bareCaller(operatorRef, ["wallets:write"], { isOperator: true });
  const response = await callWith({ authenticate });

  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({
    code: "scope_missing",
    required_scope: "wallets:read",
  });
});

it("keeps a problem's own fields from passing for those of RFC 9457", async () => {
  const refusal = platformProblem("not_found", "Gone.", {
    type: "CASH",
    status: 200,
    code: "other",
    wallet: "w",
  });
  const response = await callWith(failing(refusal));

  expect(await response.json()).toMatchObject({
    type: "https://saku.test/problems/not_found",
    status: 404,
    code: "not_found",
    wallet: "w",
  });
});

it("names a variable that is missing, and never shows one", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const broken = { ...env, CURSOR_SECRET: "short-secret", OPERATOR_KEY: "hunter2" };
  const response = await createApp(servicesOfWorker).request(
    "https://saku.test/ready",
    {},
    broken,
    createExecutionContext(),
  );

  expect(response.status).toBe(500);
  expect(logged.mock.calls.join()).toContain("CURSOR_SECRET");
  expect(logged.mock.calls.join()).not.toMatch(/short-secret|hunter2/);
});
