import { env, exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { configOf } from "../../src/config.ts";
import { openDatabase } from "../../src/platform/database.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { createClient, type Send } from "../support/http.ts";
import { newRef } from "../support/refs.ts";

const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));
const api = createClient(send, testOperatorKey);

async function openPath(): Promise<string> {
  const { body } = await api.post("/v1/wallets", { owner_ref: newRef(), currency: "USD" });
  return `/v1/wallets/${body.wallet_ref}`;
}

async function call(method: string, path: string, body: unknown = {}, key = newRef()) {
  const response = await send(path, {
    method,
    headers: {
      authorization: `Bearer ${testOperatorKey}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body: answer };
}

/** Moves money past HTTP: what is tested here is how it is shown. */
async function post(path: string, type: "TOPUP" | "WITHDRAWAL", amount: number) {
  const { DATABASE_URL, NEON_PROXY_URL } = configOf(env);
  const side = type === "TOPUP" ? "destination_wallet_ref" : "source_wallet_ref";
  const command = {
    n: 1,
    type,
    amount,
    currency: "USD",
    [side]: path.split("/").at(-1),
    transaction_ref: newRef(),
    journal_ref: newRef(),
    event_ref: newRef(),
    scope: newRef(),
    key: newRef(),
    operation: "test",
    request_hash: "0".repeat(64),
  };
  const { sql } = openDatabase(DATABASE_URL, NEON_PROXY_URL);
  await sql`select transactions.apply(0, ${JSON.stringify([command])}::jsonb)`;
}

async function openWithHistory(): Promise<string> {
  const path = await openPath();
  await post(path, "TOPUP", 1_050);
  await post(path, "WITHDRAWAL", 300);
  await post(path, "TOPUP", 25);
  return path;
}

it("shows a balance now, at a moment and after an entry in one shape", async () => {
  const path = await openWithHistory();
  const now = await api.get(`${path}/balance`);
  expect(now.status).toBe(200);
  expect(Object.keys(now.body)).toEqual([
    "wallet_ref",
    "currency",
    "balance",
    "pending_in",
    "pending_out",
    "available",
    "overdraft",
    "version",
    "as_of",
  ]);
  expect(now.body).toMatchObject({ balance: "7.75", available: "7.75", version: 3 });

  const at = encodeURIComponent(String(now.body.as_of).replace("Z", "+00:00"));
  for (const past of [`at=${at}`, "at_version=3", `at=${at}&by=effective`]) {
    const { body } = await api.get(`${path}/balance?${past}`);
    expect(body).toMatchObject({ balance: "7.75", version: 3, available: null });
    expect(Object.keys(body)).toEqual(Object.keys(now.body));
  }
});

it.each([
  ["at=yesterday", "/at"],
  ["at=2026-11-21T00:00:00", "/at"],
  ["at=2026-11-21T00:00:00Z&at_version=1", "/at_version"],
  ["by=effective", "/by"],
  ["at_version=-1", "/at_version"],
  ["at_version=1.5", "/at_version"],
])("refuses to guess what a balance of %s would be", async (query, pointer) => {
  const { status, body } = await api.get(`${await openPath()}/balance?${query}`);
  expect(status).toBe(422);
  expect(body.errors).toContainEqual(expect.objectContaining({ in: "query", pointer }));
});

it("refuses the future by name", async () => {
  const path = await openPath();
  for (const [query, code] of [
    ["at=2100-01-01T00:00:00Z", "moment_in_future"],
    ["at_version=1", "version_not_reached"],
  ]) {
    const answer = await api.get(`${path}/balance?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { code } });
  }
});

it("pages through mutations and exports them", async () => {
  const path = await openWithHistory();
  const first = await api.get(`${path}/mutations?limit=2`);
  const second = await api.get(`${path}/mutations?limit=2&cursor=${first.body.next_cursor}`);
  const rows = [first, second].flatMap(({ body }) => body.data as Record<string, unknown>[]);

  expect(second.body.next_cursor).toBeNull();
  expect(
    rows.map(({ version, amount, balance_after }) => [version, amount, balance_after]),
  ).toEqual([
    [3, "0.25", "7.75"],
    [2, "3.00", "7.50"],
    [1, "10.50", "10.50"],
  ]);
  const csv = await api.get(`${path}/mutations?mutation_type=DEBIT`, { accept: "text/csv" });
  expect(String(csv.body.text).trim().split("\r\n")).toHaveLength(2);
  const ndjson = await api.get(`${path}/mutations`, { accept: "application/x-ndjson" });
  expect(JSON.parse(String(ndjson.body.text).split("\n")[0] ?? "")).toEqual(rows[0]);
});

it("draws up one statement as JSON and as CSV, with the same figures and the same bytes each time", async () => {
  const path = await openWithHistory();
  const bytesOf = async (accept: string) => {
    const response = await send(`${path}/statement?from_version=2&to_version=3`, {
      headers: { authorization: `Bearer ${testOperatorKey}`, accept },
    });
    return new TextDecoder().decode(await response.arrayBuffer());
  };
  const [json, csv] = [await bytesOf("application/json"), await bytesOf("text/csv")];
  await post(path, "TOPUP", 1);
  expect([await bytesOf("application/json"), await bytesOf("text/csv")]).toEqual([json, csv]);

  expect(JSON.parse(json)).toMatchObject({
    from_version: 2,
    to_version: 3,
    opening_balance: "10.50",
    total_credits: "0.25",
    total_debits: "3.00",
    closing_balance: "7.75",
  });
  const [columns = "", ...lines] = csv.trim().split("\r\n");
  const names = columns.split(",");
  const cells = lines.map((line) => {
    const values = line.split(",");
    return ["line", "mutation_type", "amount", "balance_after"].map(
      (name) => values[names.indexOf(name)],
    );
  });
  expect(cells).toEqual([
    ["OPENING", "", "", "10.50"],
    ["ENTRY", "DEBIT", "3.00", "7.50"],
    ["ENTRY", "CREDIT", "0.25", "7.75"],
    ["TOTAL", "CREDIT", "0.25", ""],
    ["TOTAL", "DEBIT", "3.00", ""],
    ["CLOSING", "", "", "7.75"],
  ]);
});

it.each([
  ["from_version=0", "/from_version"],
  ["from_version=3&to_version=1", "/to_version"],
  ["from_version=1&to=2026-11-21T00:00:00Z", "/from"],
  ["from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z", "/to"],
])("refuses a statement of %s", async (query, pointer) => {
  const { status, body } = await api.get(`${await openPath()}/statement?${query}`);
  expect(status).toBe(422);
  expect(body.errors).toContainEqual(expect.objectContaining({ in: "query", pointer }));
});

it("sets, shows and removes a limit, once a key", async () => {
  const path = await openPath();
  const wanted = {
    direction: "DEBIT",
    period: "DAY",
    amount: "50.00",
    currency: "USD",
    time_zone: "America/New_York",
  };
  const key = newRef();
  const set = await call("PUT", `${path}/limits`, wanted, key);
  expect(set).toMatchObject({ status: 200, body: { ...wanted, used: "0.00", remaining: "50.00" } });
  const again = await call("PUT", `${path}/limits`, { ...wanted, amount: "50" }, key);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(JSON.stringify(again.body)).toBe(JSON.stringify(set.body));
  expect((await api.get(`${path}/limits`)).body).toEqual({ data: [set.body] });
  expect((await api.get(path)).headers.get("etag")).toBe('"2"');

  const gone = await call("DELETE", `${path}/limits/${set.body.limit_ref}`);
  expect(gone).toMatchObject({ status: 200, body: { limit_ref: set.body.limit_ref } });
  expect(await call("DELETE", `${path}/limits/${set.body.limit_ref}`)).toMatchObject({
    status: 404,
    body: { code: "limit_not_found" },
  });
  expect((await api.get(`${path}/limits`)).body).toEqual({ data: [] });
});

it("names every fault of a limit at once", async () => {
  const { status, body } = await call("PUT", `${await openPath()}/limits`, {
    direction: "OUT",
    period: "YEAR",
    amount: 5,
    currency: "USD",
    time_zone: "GMT+7",
  });
  expect(status).toBe(422);
  expect((body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
    "/direction",
    "/period",
    "/amount",
    "/time_zone",
  ]);
  const tooFine = { amount: "1.005", currency: "USD" };
  const overdraft = await call("PUT", `${await openPath()}/overdraft`, tooFine);
  expect(overdraft.body.errors).toEqual([expect.objectContaining({ pointer: "/amount" })]);
});

it("sets an overdraft and answers the balance with it", async () => {
  const path = await openPath();
  const set = await call("PUT", `${path}/overdraft`, { amount: "20", currency: "USD" });
  expect(set).toMatchObject({ status: 200, body: { overdraft: "20.00", available: "0.00" } });
  await post(path, "WITHDRAWAL", 1_500);
  expect(await call("PUT", `${path}/overdraft`, { amount: "10", currency: "USD" })).toMatchObject({
    status: 409,
    body: { code: "overdraft_in_use", available: "-15.00" },
  });
  expect((await api.get(`${path}/balance`)).body).toMatchObject({
    balance: "-15.00",
    overdraft: "20.00",
  });
});
