import { beforeAll, describe, expect, it } from "vitest";
import { newOwner } from "../../support/bank.ts";
import { openSite, type Site } from "../../support/matrix/site.ts";
import { applied, createMover } from "../../support/mover.ts";
import { consume, consumeAnyhow, sentEvents } from "../../support/read-models.ts";
import { newRef } from "../../support/refs.ts";

let site: Site;
let wallet: string;
let journals: string[];

type Rows = readonly Record<string, unknown>[];
const rowsOf = (body: Record<string, unknown>) => body.data as Rows;

beforeAll(async () => {
  site = await openSite();
  const move = createMover(site.bank.transactions);
  wallet = (await site.bank.openWallet({ owner: newOwner(), currency: "USD" })).wallet_ref;
  const done = [];
  for (const amount of ["10.50", "20.00", "0.25"]) {
    done.push(applied(await move.topUp({ wallet_ref: wallet, amount, currency: "USD" })));
  }
  done.push(applied(await move.withdraw({ wallet_ref: wallet, amount: "5.00", currency: "USD" })));
  await move.withdraw({ wallet_ref: wallet, amount: "500.00", currency: "USD" });
  journals = done.map(({ journal_ref }) => String(journal_ref));
  await consumeAnyhow(site.bank, await sentEvents(site.bank));
});

describe("a wallet's history", () => {
  it("is read page by page, newest first, with its balance after each entry and how old it is", async () => {
    const first = await site.operator.get(`/v1/wallets/${wallet}/history?limit=3`);
    expect(first.body).toMatchObject({ consistency: "eventual" });
    expect(Date.now() - Date.parse(String(first.body.as_of))).toBeLessThan(60_000);
    expect(rowsOf(first.body)).toMatchObject([
      { version: 4, mutation_type: "DEBIT", amount: "5.00", balance_after: "25.75" },
      { version: 3, mutation_type: "CREDIT", amount: "0.25", balance_after: "30.75" },
      { version: 2, mutation_type: "CREDIT", amount: "20.00", balance_after: "30.50" },
    ]);
    const cursor = String(first.body.next_cursor);
    const last = await site.operator.get(`/v1/wallets/${wallet}/history?limit=3&cursor=${cursor}`);
    expect(rowsOf(last.body)).toMatchObject([{ version: 1, journal_ref: journals[0] }]);
    expect(last.body.next_cursor).toBeNull();
  });

  it("can be narrowed and exported", async () => {
    const { body } = await site.operator.get(`/v1/wallets/${wallet}/history?mutation_type=DEBIT`);
    expect(rowsOf(body)).toHaveLength(1);
    const future = await site.operator.get(
      `/v1/wallets/${wallet}/history?from=${new Date(Date.now() + 1_000).toISOString()}`,
    );
    expect(rowsOf(future.body)).toEqual([]);
    const csv = await site.operator.get(`/v1/wallets/${wallet}/history`, { accept: "text/csv" });
    expect(String(csv.body.text).trim().split("\r\n")).toHaveLength(5);
  });

  it("is empty for a wallet that no event has told of, and hidden from strangers", async () => {
    const me = await site.newCaller("user");
    const { wallet_ref: mine } = await site.bank.openWallet({ owner: me.caller });
    const client = site.clientOf(me);
    expect((await client.get(`/v1/wallets/${mine}/history`)).body).toMatchObject({
      data: [],
      as_of: "1970-01-01T00:00:00.000Z",
    });
    for (const path of ["history", "snapshots", "live", "balance?consistency=eventual"]) {
      expect((await client.get(`/v1/wallets/${wallet}/${path}`)).body.code).toBe(
        "wallet_not_found",
      );
      const missing = await client.get(`/v1/wallets/${newRef()}/${path}`);
      expect(missing.body.code).toBe("wallet_not_found");
    }
  });
});

it("sums up a wallet's business day", async () => {
  const { body } = await site.operator.get(`/v1/wallets/${wallet}/snapshots`);
  expect(rowsOf(body)).toMatchObject([
    {
      time_zone: "Asia/Jakarta",
      opening_balance: "0.00",
      closing_balance: "25.75",
      total_debit: "5.00",
      total_credit: "30.75",
    },
  ]);
  const before = await site.operator.get(`/v1/wallets/${wallet}/snapshots?to=2020-01-01`);
  expect(rowsOf(before.body)).toEqual([]);
});

describe("auditors and operators", () => {
  it("find entries by account, by wallet and by journal", async () => {
    const entries = async (query: string) =>
      rowsOf((await site.operator.get(`/v1/analytics/ledger-entries?${query}`)).body);
    const ofWallet = await entries(`wallet_ref=${wallet}`);
    expect(ofWallet.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    const account = String(ofWallet[0]?.account_ref);
    expect(await entries(`account_ref=${account}`)).toEqual(ofWallet);
    const ofJournal = await entries(`journal_ref=${journals[1]}`);
    expect(ofJournal.map(({ entry_type }) => entry_type).toSorted()).toEqual(["CREDIT", "DEBIT"]);
    const all = await entries("limit=100");
    expect(all).toHaveLength(8);
    expect(await entries(`limit=100&entry_type=DEBIT`)).toHaveLength(4);
    expect(await entries(`wallet_ref=${newRef()}`)).toEqual([]);
  });

  it("walk through all entries without missing one", async () => {
    const seen: unknown[] = [];
    let cursor = "";
    do {
      const path = `/v1/analytics/ledger-entries?limit=3${cursor && `&cursor=${cursor}`}`;
      const { body } = await site.operator.get(path);
      seen.push(
        ...rowsOf(body).map(({ account_ref, stripe, version }) =>
          [account_ref, stripe, version].join(),
        ),
      );
      cursor = String(body.next_cursor ?? "");
    } while (cursor !== "");
    expect(new Set(seen).size).toBe(8);
    expect(seen).toHaveLength(8);
  });

  it("list transactions with their owners and sum up a day of them", async () => {
    const facts = await site.operator.get("/v1/analytics/transactions?status=FAILED");
    const { owner_ref } = (await site.operator.get(`/v1/wallets/${wallet}`)).body;
    expect(rowsOf(facts.body)).toMatchObject([
      { type: "WITHDRAWAL", failure_code: "insufficient_funds", user_ref: owner_ref },
    ]);
    const from = new Date(Date.now() - 60_000).toISOString();
    const recent = await site.operator.get(`/v1/analytics/transactions?from=${from}&limit=100`);
    expect(rowsOf(recent.body)).toHaveLength(5);

    const { body } = await site.operator.get("/v1/analytics/daily-summary");
    expect(body).toMatchObject({ time_zone: "Asia/Jakarta", consistency: "eventual" });
    expect(rowsOf(body)).toContainEqual({
      type: "TOPUP",
      status: "COMPLETED",
      currency: "USD",
      transactions: 3,
      amount: "30.75",
      reversed_amount: "0.00",
    });
    const empty = await site.operator.get("/v1/analytics/daily-summary?date=2020-02-29");
    expect(rowsOf(empty.body)).toEqual([]);
  });
});

describe("a copy of a balance", () => {
  const eventual = (more = "") =>
    site.operator.get(`/v1/wallets/${wallet}/balance?consistency=eventual${more}`);

  it("says what the truth says, once it has been told", async () => {
    const truth = await site.operator.get(`/v1/wallets/${wallet}/balance`);
    const { as_of: _now, ...held } = truth.body;
    const copy = await eventual("&min_version=4");
    expect(copy.body).toMatchObject({ ...held, consistency: "eventual", has_min_version: true });
  });

  it("is waited for while it is on its way, and says so when it does not come", async () => {
    const move = createMover(site.bank.transactions);
    applied(await move.topUp({ wallet_ref: wallet, amount: "1.00", currency: "USD" }));
    expect((await eventual()).body).toMatchObject({ version: 4, balance: "25.75" });

    const late = await eventual("&min_version=5");
    expect(late.body).toMatchObject({ version: 4, has_min_version: false });

    const waiting = eventual("&min_version=5");
    await consume(site.bank, await sentEvents(site.bank));
    expect((await waiting).body).toMatchObject({ version: 5, has_min_version: true });
  });

  it("is the truth where there is none yet, and never the past", async () => {
    const { wallet_ref: fresh } = await site.bank.openWallet();
    const answer = await site.operator.get(`/v1/wallets/${fresh}/balance?consistency=eventual`);
    expect(answer.body).toMatchObject({ version: 0 });
    expect(answer.body).not.toHaveProperty("consistency");
    expect((await eventual("&at_version=1")).body.code).toBe("validation_failed");
    const bare = await site.operator.get(`/v1/wallets/${wallet}/balance?min_version=1`);
    expect(bare.body.code).toBe("validation_failed");
  });
});

it("asks for a WebSocket where live balances are read without one", async () => {
  const refused = await site.operator.get(`/v1/wallets/${wallet}/live`);
  expect([refused.status, refused.body.code]).toEqual([426, "upgrade_required"]);
  const unreachable = await site.operator.get(`/v1/wallets/${wallet}/live`, {
    upgrade: "websocket",
  });
  expect([unreachable.status, unreachable.body.code]).toEqual([503, "live_unavailable"]);
});

it("waits for an entry of a history that is on its way, and says so when it does not come", async () => {
  const { wallet_ref: fresh } = await site.bank.openWallet();
  const from = (least: number) =>
    site.operator.get(`/v1/wallets/${fresh}/history?min_version=${least}`);
  const move = createMover(site.bank.transactions);
  applied(await move.topUp({ wallet_ref: fresh, amount: "7", currency: "IDR" }));
  expect((await from(1)).body).toMatchObject({ data: [], has_min_version: false });

  const waiting = from(1);
  await consume(site.bank, await sentEvents(site.bank));
  expect((await waiting).body).toMatchObject({ data: [{ version: 1 }], has_min_version: true });
  const { body } = await site.operator.get(`/v1/wallets/${fresh}/history`);
  expect(body).not.toHaveProperty("has_min_version");

  const stranger = site.clientOf(await site.newCaller("user"));
  const askedAt = performance.now();
  const refused = await stranger.get(`/v1/wallets/${fresh}/history?min_version=9`);
  expect(refused.body.code).toBe("wallet_not_found");
  expect(performance.now() - askedAt).toBeLessThan(1_500);
});
