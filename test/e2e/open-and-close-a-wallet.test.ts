import { afterAll, expect, it } from "vitest";
import { testOperatorKey } from "../support/bindings.ts";
import { queryAs } from "../support/database.ts";
import { newRef } from "../support/refs.ts";
import { openSite } from "../support/site.ts";

const site = await openSite();
afterAll(() => site.close());

it("takes a developer from an empty list to a closed wallet", async () => {
  const { api } = site;
  const ownerRef = newRef();
  expect((await api.get(`/v1/wallets?owner_ref=${ownerRef}`)).body).toEqual({
    data: [],
    next_cursor: null,
  });

  const opened = await api.post(
    "/v1/wallets",
    { owner_ref: ownerRef, type: "CASH", currency: "IDR", name: "Main", slug: "main" },
    { "idempotency-key": "first-wallet" },
  );
  expect(opened.status).toBe(201);
  const path = `/v1/wallets/${opened.body.wallet_ref}`;
  expect((await api.get(path)).body).toEqual(opened.body);
  expect((await api.get(`/v1/wallets?owner_ref=${ownerRef}`)).body.data).toEqual([opened.body]);

  const renamed = await api.patch(
    path,
    { name: "Savings" },
    { "if-match": String(opened.headers.get("etag")) },
  );
  expect(renamed.body).toMatchObject({ name: "Savings", slug: "main", version: 2 });
  expect((await api.post(`${path}/freeze`, { mode: "DEBIT_ONLY" })).body).toMatchObject({
    status: "FROZEN",
  });
  expect((await api.post(`${path}/unfreeze`)).body).toMatchObject({ status: "ACTIVE" });
  expect((await api.post(`${path}/close`)).body).toMatchObject({ status: "CLOSED", version: 5 });

  const rows = await queryAs<{ event_type: string }>(
    site.ownerUrl,
    "select event_type from platform.outbox_events order by sequence",
  );
  expect(rows.map((row) => row.event_type)).toEqual([
    "wallet.opened",
    "wallet.updated",
    "wallet.frozen",
    "wallet.unfrozen",
    "wallet.closed",
  ]);
});

it("opens one wallet for many clients that repeat themselves", async () => {
  const ownerRef = newRef();
  const answers = await Promise.all(
    Array.from({ length: 16 }, () =>
      site.api.post(
        "/v1/wallets",
        { owner_ref: ownerRef, currency: "USD" },
        { "idempotency-key": "storm" },
      ),
    ),
  );
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(
    answers.filter(({ headers }) => headers.get("idempotency-replayed") === "false"),
  ).toHaveLength(1);
});

it("reconciles on schedule and records that it did", async () => {
  await site.runCron("*/5 * * * *");
  const rows = await queryAs(
    site.ownerUrl,
    "select job, is_clean from platform.job_runs order by job",
  );
  expect(rows).toEqual([
    { job: "audit.recount", is_clean: true },
    { job: "donations.forget_unpaid", is_clean: true },
    { job: "donations.reconcile_charges", is_clean: true },
    { job: "identity.clean_up", is_clean: true },
    { job: "ledger.verify", is_clean: true },
    { job: "payments.reconcile", is_clean: true },
    { job: "wallets.reconcile_accounts", is_clean: true },
  ]);
});

it("runs every example of the reference as it stands", async () => {
  const document = (await site.api.get("/openapi.json")).body;
  const paths = document.paths as Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { example?: unknown }> } }>
  >;
  const example = paths["/v1/wallets"]?.post?.requestBody?.content["application/json"]?.example;
  expect((await site.api.post("/v1/wallets", example)).status).toBe(201);
});

it("serves its pages beside the API, each with a policy that lets in nothing foreign", async () => {
  for (const path of ["/", "/docs", "/problems", "/problems/wallet_exists"]) {
    const response = await site.send(path);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(response.headers.get("content-security-policy")).not.toContain("unsafe");
  }
  for (const path of ["/no-such-page", "/problems/no_such_code"]) {
    expect((await site.send(path)).status, path).toBe(404);
  }
});

it("says what is wrong with a slash at the end of an address, and leads a reader on", async () => {
  const slashed = await site.api.get("/v1/wallets/");
  expect([slashed.status, slashed.body.detail]).toEqual([
    404,
    "There is nothing at /v1/wallets/; no address ends with a slash: ask for /v1/wallets.",
  ]);
  for (const path of ["/docs", "/problems", "/problems/wallet_exists", "/donate/budi"]) {
    const followed = await site.send(`${path}/`);
    expect([followed.status, new URL(followed.url).pathname]).toEqual([200, path]);
  }
});

it("writes no secret and no internal id into its log", () => {
  const logged = site.logs().join("\n");
  expect(logged).toContain('"event":"request"');
  expect(logged).not.toContain(testOperatorKey);
  expect(logged).not.toMatch(/postgres(ql)?:\/\//);
  expect(logged).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i);
});
