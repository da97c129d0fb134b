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
const anonymousRows = () =>
  queryAs<{ rows: string }>(
    site.bank.ownerUrl,
    "select count(*) as rows from identity.anonymous_denials where route = '/v1/ledger/books'",
  );
const namelessDenials = "select reason from identity.access_denials where caller_ref is null";
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

  it("is counted by the minute when nobody knows who asked, so that nobody floods what auditors read", async () => {
    const ask = (index: number) =>
      site.send("/v1/ledger/books", { headers: { "cf-connecting-ip": `198.51.100.${index}` } });
    const [before] = await anonymousRows();
    await Promise.all(Array.from({ length: 40 }, (_, index) => ask(index)));
    const counted = await queryAs<Row>(
      site.bank.ownerUrl,
      `select method, network::text, sum(times)::integer as times from identity.anonymous_denials
       where reason = 'unauthenticated' and route = '/v1/ledger/books' group by method, network`,
    );
    expect(counted).toEqual([{ method: "GET", network: "198.51.100.0/24", times: 40 }]);
    // Two, where a minute ended meanwhile.
    const [after] = await anonymousRows();
    expect(Number(after?.rows) - Number(before?.rows)).toBeLessThanOrEqual(2);
    expect(await queryAs(site.bank.ownerUrl, namelessDenials)).toEqual([]);
  });

  it("is counted in a bounded number of rows a minute, from however many networks it comes", async () => {
    const denials = Array.from({ length: 1_000 }, (_, index) => ({
      reason: "unauthenticated",
      method: "GET",
      route: "/v1/flooded",
      ip: `10.${index % 250}.${Math.floor(index / 250)}.1`,
      more: 0,
    }));
    await queryAs(site.bank.appUrl, "select identity.record_denials($1::jsonb)", [
      JSON.stringify(denials),
    ]);
    const [flood] = await queryAs<{ rows: number; times: number }>(
      site.bank.ownerUrl,
      `select count(*)::integer as rows, sum(times)::integer as times
       from identity.anonymous_denials where route = '/v1/flooded'`,
    );
    expect(flood?.times).toBe(1_000);
    expect(flood?.rows).toBeLessThanOrEqual(402);
  });

  it("is counted under the address as its endpoint spells it, whatever a stranger puts into it", async () => {
    const tooOften = () => Promise.reject(platformProblem("rate_limited", "That was too often."));
    const flooded = await openSite(({ donations }) => ({
      donations: { ...donations, getStreamer: tooOften },
    }));
    for (let count = 0; count < 5; count += 1) {
      const slug = newRef().toLowerCase();
      expect((await flooded.anybody.get(`/v1/streamers/${slug}`)).status).toBe(429);
    }
    const counted = await queryAs<Row>(
      flooded.bank.ownerUrl,
      `select route, sum(times)::integer as times from identity.anonymous_denials
       where reason = 'rate_limited' group by route`,
    );
    expect(counted).toEqual([{ route: "/v1/streamers/{slug}", times: 5 }]);
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
    await logIn();
    expect(await loginDenials()).toEqual({ invalid_credentials: 1 });
    const reasons = await queryAs<Row>(
      site.bank.ownerUrl,
      "select reason from identity.access_denials where caller_ref = $1",
      [caller.userRef],
    );
    expect(reasons).toEqual([{ reason: "WRONG_PASSWORD" }]);

    for (let count = 0; count < 4; count += 1) await logIn();
    await logIn();
    expect(await loginDenials()).toEqual({ invalid_credentials: 5, rate_limited: 1 });
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

async function loginDenials() {
  const rows = await queryAs<{ reason: string; times: number }>(
    site.bank.ownerUrl,
    `select reason, sum(times)::integer as times from identity.anonymous_denials
     where route = '/v1/auth/login' group by reason order by reason`,
  );
  return Object.fromEntries(rows.map(({ reason, times }) => [reason, times]));
}
