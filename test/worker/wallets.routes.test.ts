import { exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { testOperatorKey } from "../support/bindings.ts";
import { createClient, type Send } from "../support/http.ts";
import { newRef } from "../support/refs.ts";

const send: Send = (path, init) =>
  exports.default.fetch(new Request(`https://saku.test${path}`, init));
const api = createClient(send, testOperatorKey);

const open = (fields: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  api.post("/v1/wallets", { owner_ref: newRef(), currency: "IDR", ...fields }, headers);

it("opens a wallet and answers its ETag", async () => {
  const { status, headers, body } = await open({ name: "Main", slug: "main" });

  expect(status).toBe(201);
  expect(headers.get("etag")).toBe('"1"');
  expect(headers.get("idempotency-replayed")).toBe("false");
  expect(Object.keys(body)).toEqual([
    "wallet_ref",
    "owner_ref",
    "type",
    "currency",
    "name",
    "slug",
    "status",
    "freeze_mode",
    "version",
    "created_at",
    "updated_at",
    "closed_at",
  ]);
  expect(body.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

it("answers a repetition with the very same bytes", async () => {
  const fields = { owner_ref: newRef() };
  const headers = { "idempotency-key": newRef() };
  const first = await open(fields, headers);
  const second = await open(fields, headers);

  expect(second.headers.get("idempotency-replayed")).toBe("true");
  expect(JSON.stringify(second.body)).toBe(JSON.stringify(first.body));
  expect(second.status).toBe(201);
});

it("takes a repetition for the same whichever way it is spelled", async () => {
  const ownerRef = newRef();
  const headers = { "idempotency-key": newRef() };
  const first = await api.post("/v1/wallets", { owner_ref: ownerRef, currency: "IDR" }, headers);
  const second = await api.post(
    "/v1/wallets",
    `{ "type": "CASH",  "currency": "IDR", "owner_ref": "${ownerRef.toLowerCase()}" }`,
    headers,
  );
  expect(second.body).toEqual(first.body);
});

it("reads a wallet in either case of its ref", async () => {
  const wallet = (await open()).body;
  const read = await api.get(`/v1/wallets/${String(wallet.wallet_ref).toLowerCase()}`);

  expect(read.body).toEqual(wallet);
  expect(read.headers.get("cache-control")).toBe("no-store");
});

it.each([
  ["a UUID", "0193b3a4-3f5e-7c1a-9d0e-2b6f1a2c3d4e"],
  ["a wallet's slug", "main"],
])("answers %s in the path as an address that does not exist", async (_name, ref) => {
  const response = await send(`/v1/wallets/${ref}`, {
    headers: { authorization: `Bearer ${testOperatorKey}` },
  });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: "not_found" });
});

it("names every fault of a request at once", async () => {
  const { status, body } = await api.post(
    "/v1/wallets?colour=red",
    { owner_ref: "me", currency: "rupiah", type: "GOLD", slug: "Not A Slug", balance: "5" },
    { "idempotency-key": "no spaces please" },
  );

  expect(status).toBe(422);
  expect(body.code).toBe("validation_failed");
  expect(body.errors).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ in: "body", pointer: "/owner_ref" }),
      expect.objectContaining({ in: "body", pointer: "/currency" }),
      expect.objectContaining({ in: "body", pointer: "/type" }),
      expect.objectContaining({ in: "body", pointer: "/slug" }),
      expect.objectContaining({ in: "body", pointer: "/balance" }),
      expect.objectContaining({ in: "header", pointer: "/idempotency-key" }),
      expect.objectContaining({ in: "query", pointer: "/colour" }),
    ]),
  );
});

it.each([
  ["not JSON", "{", "application/json", 400, "malformed_request"],
  ["JSON of another type", "[]", "application/json", 422, "validation_failed"],
  ["a form", "a=b", "application/x-www-form-urlencoded", 415, "unsupported_media_type"],
  ["too much", `"${"x".repeat(70_000)}"`, "application/json", 413, "payload_too_large"],
  ["nothing", "", "application/json", 422, "validation_failed"],
])("refuses a body that is %s", async (_name, text, type, status, code) => {
  const answer = await api.post("/v1/wallets", text, { "content-type": type });
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

it("renames only with the ETag of what was read", async () => {
  const wallet = (await open()).body;
  const path = `/v1/wallets/${wallet.wallet_ref}`;

  expect(await api.patch(path, { name: "Savings" })).toMatchObject({
    status: 428,
    body: { code: "precondition_required" },
  });
  const renamed = await api.patch(path, { name: "Savings" }, { "if-match": '"1"' });
  expect(renamed).toMatchObject({ status: 200, body: { name: "Savings", version: 2 } });
  expect(renamed.headers.get("etag")).toBe('"2"');
  expect(await api.patch(path, { name: "Late" }, { "if-match": '"1"' })).toMatchObject({
    status: 412,
    body: { code: "precondition_failed", current_etag: '"2"' },
  });
  expect((await api.patch(path, { name: "Any" }, { "if-match": "*" })).status).toBe(200);
  expect((await api.patch(path, { name: "X" }, { "if-match": 'W/"3"' })).status).toBe(412);
});

it("refuses a change that may not be made, and one that changes nothing", async () => {
  const wallet = (await open()).body;
  const path = `/v1/wallets/${wallet.wallet_ref}`;
  const owner = await api.patch(path, { owner_ref: newRef() }, { "if-match": "*" });
  expect(owner.body.errors).toContainEqual(expect.objectContaining({ pointer: "/owner_ref" }));
  expect((await api.patch(path, {}, { "if-match": "*" })).status).toBe(422);
});

it("freezes, unfreezes and closes", async () => {
  const wallet = (await open()).body;
  const path = `/v1/wallets/${wallet.wallet_ref}`;

  expect(await api.post(`${path}/freeze`)).toMatchObject({
    status: 200,
    body: { freeze_mode: "ALL" },
  });
  expect(await api.post(`${path}/close`)).toMatchObject({
    status: 409,
    body: { code: "wallet_frozen" },
  });
  expect(await api.post(`${path}/unfreeze`)).toMatchObject({
    status: 200,
    body: { status: "ACTIVE" },
  });
  expect(await api.post(`${path}/unfreeze`)).toMatchObject({
    status: 409,
    body: { code: "wallet_not_frozen" },
  });
  expect(await api.post(`${path}/close`)).toMatchObject({
    status: 200,
    body: { status: "CLOSED" },
  });
  expect(await api.post(`${path}/freeze`)).toMatchObject({
    status: 409,
    body: { code: "wallet_closed" },
  });
});

it("pages through a list, and through no other with the same cursor", async () => {
  const ownerRef = newRef();
  const currencies = ["IDR", "USD", "JPY", "KWD", "BTC"];
  for (const currency of currencies) await open({ owner_ref: ownerRef, currency });

  const seen: unknown[] = [];
  let next: unknown = "";
  while (next !== null) {
    const page = await api.get(
      `/v1/wallets?owner_ref=${ownerRef}&limit=2${next === "" ? "" : `&cursor=${next}`}`,
    );
    seen.push(...(page.body.data as { currency: string }[]).map(({ currency }) => currency));
    next = page.body.next_cursor;
    if (next !== null) {
      const other = await api.get(`/v1/wallets?owner_ref=${ownerRef}&status=CLOSED&cursor=${next}`);
      expect(other).toMatchObject({ status: 422, body: { code: "cursor_filters_changed" } });
    }
  }
  expect(seen).toEqual(currencies.toReversed());
  expect(await api.get("/v1/wallets?cursor=bm90IG91cnM")).toMatchObject({
    body: { code: "cursor_invalid" },
  });
});

it("filters a list by everything that it says it does", async () => {
  const ownerRef = newRef();
  const wallet = (
    await open({ owner_ref: ownerRef, type: "PENDING", currency: "USD", slug: "due" })
  ).body;
  await open({ owner_ref: ownerRef, currency: "IDR" });

  for (const filter of ["type=PENDING", "currency=USD", "slug=due", "status=ACTIVE&type=PENDING"]) {
    const page = await api.get(`/v1/wallets?owner_ref=${ownerRef}&${filter}`);
    expect(page.body.data).toEqual([wallet]);
  }
  for (const wrong of [
    "limit=0",
    "limit=101",
    "limit=x",
    "limit=0x10",
    "limit=1e1",
    "type=GOLD",
    "owner_ref=me",
    "slug=a&slug=b",
  ]) {
    expect((await api.get(`/v1/wallets?${wrong}`)).status).toBe(422);
  }
});

it("exports the whole list as CSV and as NDJSON", async () => {
  const ownerRef = newRef();
  for (const currency of ["IDR", "USD", "JPY"])
    await open({ owner_ref: ownerRef, currency, name: '=1+1,"x"' });

  const csv = await api.get(`/v1/wallets?owner_ref=${ownerRef}&limit=1`, { accept: "text/csv" });
  expect(csv.headers.get("content-type")).toContain("text/csv");
  const lines = String(csv.body.text).trim().split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toContain(`"'=1+1,""x"""`);

  const ndjson = await api.get(`/v1/wallets?owner_ref=${ownerRef}`, {
    accept: "application/x-ndjson",
  });
  const rows = String(ndjson.body.text)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(rows.map(({ currency }) => currency)).toEqual(["JPY", "USD", "IDR"]);
});

it("shows auditors the account behind a wallet", async () => {
  const wallet = (await open({ currency: "KWD" })).body;
  const page = await api.get(`/v1/ledger/accounts?owner_ref=${wallet.wallet_ref}`);
  expect(page.body.data).toEqual([
    expect.objectContaining({
      book: "general",
      owner_type: "WALLET",
      currency: "KWD",
      balance: "0.000",
    }),
  ]);
  expect((await api.get("/v1/ledger/books")).body.data).toContainEqual(
    expect.objectContaining({ name: "general" }),
  );
});

it("refuses an export as it would refuse the page, before it promises a file", async () => {
  const forged = await api.get("/v1/wallets?cursor=bm90IG91cnM", { accept: "text/csv" });
  expect(forged).toMatchObject({ status: 422, body: { code: "cursor_invalid" } });
});
