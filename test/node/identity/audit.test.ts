// ASVS 5.0, chapter 16: what is decided against somebody is written down, and a failure tells nobody how to cause another.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createDenialLog } from "../../../src/identity/index.ts";
import { openDatabase } from "../../../src/platform/database.ts";
import { platformProblem } from "../../../src/platform/errors.ts";
import { queryAs } from "../../support/database.ts";
import { openSite, type Site } from "../../support/matrix/site.ts";
import { newRef } from "../../support/refs.ts";

type Row = Readonly<Record<string, string | number | null>>;

const logged: string[] = [];
beforeEach(() => {
  logged.length = 0;
  for (const level of ["log", "warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((line) => void logged.push(String(line)));
  }
});
afterEach(() => vi.restoreAllMocks());

const site = await openSite();
const denialsOf = (requestId: string | null) =>
  queryAs<Row>(
    site.bank.ownerUrl,
    "select reason, method, route, caller_ref, credential_ref, more from identity.access_denials where request_id = $1",
    [requestId],
  );

describe("16.3.2 a request that is denied", () => {
  it("is written down with who asked, what for and why not, and without the ref of anybody's thing", async () => {
    const { caller, bearer } = await site.newCaller("user");
    const wallet = newRef();
    const { headers } = await site.clientOf({ bearer }).post(`/v1/wallets/${wallet}/freeze`, {});
    expect(await denialsOf(headers.get("request-id"))).toEqual([
      {
        reason: "scope_missing",
        method: "POST",
        route: "/v1/wallets/{ref}/freeze",
        caller_ref: caller.ownerRef,
        credential_ref: caller.credentialRef,
        more: 0,
      },
    ]);
  });

  it("is written down when it reached for what is not the caller's, and not when it was a typing mistake", async () => {
    const { caller, bearer } = await site.newCaller("user");
    const client = site.clientOf({ bearer });
    const reached = await client.get(`/v1/wallets/${newRef()}`);
    expect(await denialsOf(reached.headers.get("request-id"))).toMatchObject([
      { reason: "wallet_not_found", caller_ref: caller.ownerRef },
    ]);
    const mistaken = await client.get("/v1/wallet");
    expect(await denialsOf(mistaken.headers.get("request-id"))).toEqual([]);
    const invalid = await client.get("/v1/wallets?limit=many");
    expect(await denialsOf(invalid.headers.get("request-id"))).toEqual([]);
  });

  it("is written down when nobody knows who asked", async () => {
    const { headers } = await site.anybody.get("/v1/wallets");
    expect(await denialsOf(headers.get("request-id"))).toMatchObject([
      { reason: "unauthenticated", caller_ref: null, credential_ref: null },
    ]);
  });

  it("is one row with its like when many come at once, so that nobody floods what auditors read", async () => {
    const before = await countDenials();
    await Promise.all(Array.from({ length: 40 }, () => site.anybody.get("/v1/ledger/books")));
    const after = await countDenials();
    expect(after.denials - before.denials).toBe(40);
    expect(after.rows - before.rows).toBeLessThan(20);
  });

  it("is denied all the same when it cannot be written down, and the log says that it was not", async () => {
    const away = openDatabase("postgres://nobody:none@away.test/none", "http://127.0.0.1:9/sql");
    const lost = await openSite(() => ({ denials: createDenialLog(away) }));
    const { status } = await lost.anybody.get("/v1/wallets");
    expect(status).toBe(401);
    expect(logged.some((line) => line.includes("denial_not_recorded"))).toBe(true);
  });
});

describe("16.3.1 and 16.3.3 what protects an account", () => {
  it("leaves a trace each time that it holds: a login that fails, and one that comes too often", async () => {
    const { caller } = await site.newCaller("user");
    const email = `${String(caller.userRef).toLowerCase()}@people.example.test`;
    const logIn = () => site.anybody.post("/v1/auth/login", { email, password: "not the one" });
    const failed = await logIn();
    expect(await denialsOf(failed.headers.get("request-id"))).toMatchObject([
      { reason: "invalid_credentials", route: "/v1/auth/login" },
    ]);
    const reasons = await queryAs<Row>(
      site.bank.ownerUrl,
      "select reason from identity.access_denials where caller_ref = $1",
      [caller.userRef],
    );
    expect(reasons).toEqual([{ reason: "WRONG_PASSWORD" }]);

    for (let count = 0; count < 4; count += 1) await logIn();
    const tooOften = await logIn();
    expect(await denialsOf(tooOften.headers.get("request-id"))).toMatchObject([
      { reason: "rate_limited" },
    ]);
  });
});

describe("16.2.5 what is logged of a denial", () => {
  it("names neither the key that was sent nor the person's address", async () => {
    const key = `saku_test_${"S".repeat(32)}`;
    await site.clientOf({ bearer: key }).get("/v1/wallets");
    const email = "ana.secret@example.test";
    await site.anybody.post("/v1/auth/login", { email, password: "a password of hers" });
    const said = logged.join("\n");
    expect(said).toContain("access_denied");
    for (const secret of [key, email, "a password of hers"]) expect(said).not.toContain(secret);
  });
});

describe("16.5.1 a failure that nobody expected", () => {
  it("tells its caller the request's id and nothing of what failed", async () => {
    const broken: Site = await openSite(({ identity }) => ({
      identity: { ...identity, listRoles: () => Promise.reject(new Error("host db-7 is down")) },
    }));
    const { status, body } = await broken.operator.get("/v1/admin/roles");
    expect(status).toBe(500);
    expect(Object.keys(body).toSorted()).toEqual(["instance", "status", "title", "type"]);
    expect(JSON.stringify(body)).not.toContain("db-7");
    expect(logged.join("\n")).toContain("db-7");
  });
});

describe("16.5.3 whatever decides who may pass", () => {
  it("lets nobody pass when it fails itself", async () => {
    const failures = [
      new Error("The signing keys are lost."),
      platformProblem("database_unavailable", "The database did not answer."),
    ];
    for (const failure of failures) {
      const closed = await openSite(() => ({ authenticate: () => Promise.reject(failure) }));
      expect((await closed.operator.get("/v1/wallets")).status).toBeGreaterThanOrEqual(500);
    }
    const take = () => Promise.reject(platformProblem("limiter_unavailable", "Lost."));
    const uncounted = await openSite(() => ({ limits: { take } }));
    const person = await uncounted.newCaller("user");
    expect((await uncounted.clientOf(person).get("/v1/wallets")).status).toBe(503);
  });
});

async function countDenials() {
  const [row] = await queryAs<{ rows: string; denials: string }>(
    site.bank.ownerUrl,
    "select count(*) as rows, coalesce(sum(more + 1), 0) as denials from identity.access_denials",
  );
  return { rows: Number(row?.rows), denials: Number(row?.denials) };
}
