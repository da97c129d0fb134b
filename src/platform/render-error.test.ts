import { afterEach, expect, it, vi } from "vitest";
import { platformProblem } from "./errors.ts";
import { renderError } from "./render-error.ts";
import { traceOf } from "./trace.ts";

const request = {
  requestId: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
  trace: traceOf(undefined),
  url: "https://saku.test/v1/wallets?owner=budi",
};

const logged = () => vi.spyOn(console, "error").mockImplementation(() => {});

afterEach(() => {
  vi.restoreAllMocks();
});

it("answers a refusal as its problem, at an address that explains it", async () => {
  const log = logged();
  const response = renderError(
    platformProblem("concurrent_request", "Wait.", { wallet_ref: "W" }, { "Retry-After": "1" }),
    request,
  );
  expect(response.status).toBe(409);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("retry-after")).toBe("1");
  expect(await response.json()).toEqual({
    type: "https://saku.test/problems/concurrent_request",
    title: "Another request is in the way",
    status: 409,
    detail: "Wait.",
    instance: request.requestId,
    code: "concurrent_request",
    wallet_ref: "W",
  });
  expect(log).not.toHaveBeenCalled();
});

it("lets no field of a problem's own pass for one of RFC 9457", async () => {
  const pretended = { type: "t", title: "t", status: 200, detail: "d", instance: "i", code: "c" };
  const response = renderError(platformProblem("not_found", "Gone.", pretended), request);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    type: "https://saku.test/problems/not_found",
    title: "Not found",
    status: 404,
    detail: "Gone.",
    instance: request.requestId,
    code: "not_found",
  });
});

it.each([
  ["an error", new Error("duplicate key in ledger.journals")],
  ["a text", "ledger.journals"],
  ["nothing at all", undefined],
])(
  "answers %s that nobody expected with the request's id and no word more",
  async (_name, error) => {
    const log = logged();
    const response = renderError(error, request);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      type: "about:blank",
      title: "Internal error",
      status: 500,
      instance: request.requestId,
    });
    expect(log.mock.calls.join()).toContain(request.requestId);
    expect(log.mock.calls.join()).not.toContain("budi");
  },
);

it("keeps of a database's error what names our things, and nothing that may name a person", () => {
  const log = logged();
  const cause = Object.assign(new Error("value too long: Budi"), {
    name: "NeonDbError",
    code: "22001",
    constraint: "wallets_slug",
    detail: "Failing row contains (Budi).",
  });
  renderError(new Error("Failed query, params: Budi", { cause }), request);
  const line = log.mock.calls.join();
  expect(line).toContain("22001");
  expect(line).toContain("wallets_slug");
  expect(line).not.toContain("Budi");
});

it("logs why the database was away, because the answer does not say it", () => {
  const log = logged();
  const cause = Object.assign(new Error("fetch failed"), { name: "NeonDbError" });
  const problem = Object.assign(platformProblem("database_unavailable", "Away."), { cause });
  expect(renderError(problem, request).status).toBe(503);
  expect(log.mock.calls.join()).toContain("fetch failed");
});
