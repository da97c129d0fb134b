// What auditors see of the log, and what the log sees of auditors.
import { describe, expect, it } from "vitest";
import { runSchedule } from "../../../src/schedules.ts";
import { consumeAll } from "../../support/audit.ts";
import { queryAs } from "../../support/database.ts";
import { moneyInMakers } from "../../support/matrix/money-in-makers.ts";
import { openSite } from "../../support/matrix/site.ts";
import { newRef } from "../../support/refs.ts";

const site = await openSite();
const auditor = await site.newCaller("auditor");
const client = site.clientOf(auditor);
for (let count = 0; count < 5; count += 1) await site.bank.openWallet();
await consumeAll(site.bank);

type Page = { data: Record<string, unknown>[]; next_cursor: string | null };
const read = async (query: string) => (await client.get(`/v1/audit/logs?${query}`)).body as Page;

describe("the list", () => {
  it("comes page by page, each entry once, while it grows by being read", async () => {
    const refs: unknown[] = [];
    let cursor = "";
    do {
      const page: Page = await read(`event_type=wallet.opened&limit=2${cursor}`);
      refs.push(...page.data.map(({ event_ref }) => event_ref));
      cursor = page.next_cursor === null ? "" : `&cursor=${page.next_cursor}`;
    } while (cursor !== "");
    expect(refs).toHaveLength(5);
    expect(new Set(refs).size).toBe(5);
  });

  it("skips and repeats nothing where many entries share one moment", async () => {
    await queryAs(
      site.bank.ownerUrl,
      `insert into audit.audit_logs (
         event_ref, event_type, context, entity_type, actor_type, action, outcome, metadata, occurred_at, recorded_at
       )
       select platform.new_ref(), 'wallet.tied', 'wallets', 'wallet', 'UNKNOWN', 'tied', 'DONE', '{}',
         date_trunc('day', now()), now()
       from generate_series(1, 7)`,
    );
    const refs: unknown[] = [];
    let page = await read("event_type=wallet.tied&limit=3");
    for (; page.next_cursor !== null; ) {
      refs.push(...page.data.map(({ event_ref }) => event_ref));
      page = await read(`event_type=wallet.tied&limit=3&cursor=${page.next_cursor}`);
    }
    refs.push(...page.data.map(({ event_ref }) => event_ref));
    expect([refs.length, new Set(refs).size]).toEqual([7, 7]);
  });

  it("is filtered by the thing, by who did it, by what became of it and by time", async () => {
    const wallet = await site.bank.openWallet();
    await consumeAll(site.bank);
    const about = await read(`entity_ref=${wallet.wallet_ref}&entity_type=wallet&context=wallets`);
    expect(about.data).toMatchObject([
      { event_type: "wallet.opened", actor_ref: wallet.owner_ref, outcome: "DONE" },
    ]);
    expect((await read(`actor_ref=${wallet.owner_ref}`)).data).toEqual(about.data);
    expect((await read(`entity_ref=${wallet.wallet_ref}&outcome=DENIED`)).data).toEqual([]);
    const { occurred_at: at } = about.data[0] ?? {};
    expect((await read(`entity_ref=${wallet.wallet_ref}&from=${at}`)).data).toHaveLength(1);
    expect((await read(`entity_ref=${wallet.wallet_ref}&to=${at}`)).data).toEqual([]);
  });

  it("is exported whole, as lines and as a table", async () => {
    const headers = { authorization: `Bearer ${auditor.bearer}` };
    const ask = async (accept: string) =>
      (await site.send("/v1/audit/logs", { headers: { ...headers, accept } })).text();
    const lines = (await ask("application/x-ndjson")).trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(6);
    const types = lines.map((line) => (JSON.parse(line) as { event_type: string }).event_type);
    expect(types.filter((type) => type === "wallet.opened").length).toBeGreaterThan(5);
    expect((await ask("text/csv")).split("\r\n")[0]).toContain("event_ref,event_type,context");
  });

  it("holds no internal id", async () => {
    const { data } = await read("limit=100");
    expect(JSON.stringify(data)).not.toMatch(/log_id|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});

describe("an auditor's own reading", () => {
  const readingsOf = (requestId: string | null) =>
    queryAs<Record<string, unknown>>(
      site.bank.ownerUrl,
      "select * from audit.audit_logs where metadata ->> 'request_id' = $1",
      [requestId],
    );

  it("is written down before it is answered, with what was asked for", async () => {
    const path = `/v1/audit/logs?entity_ref=${newRef()}&limit=3`;
    const { headers } = await client.get(path);
    expect(await readingsOf(headers.get("request-id"))).toMatchObject([
      {
        event_type: "records_read",
        actor_ref: auditor.caller.ownerRef,
        outcome: "DONE",
        metadata: { route: "/v1/audit/logs", query: { limit: "3" } },
      },
    ]);
  });

  it("is written down of the ledger and of everybody's facts too, and not of what was refused", async () => {
    const books = await client.get("/v1/ledger/books");
    expect(await readingsOf(books.headers.get("request-id"))).toHaveLength(1);
    for (const path of ["/v1/analytics/transactions", "/v1/admin/dead-letters"]) {
      const { headers } = await client.get(path);
      expect(await readingsOf(headers.get("request-id"))).toHaveLength(1);
    }
    const refused = await client.get("/v1/audit/logs?limit=many");
    expect(await readingsOf(refused.headers.get("request-id"))).toEqual([]);
    const own = await client.get("/v1/auth/me");
    expect(await readingsOf(own.headers.get("request-id"))).toEqual([]);
  });

  it("is written down of what a provider wrote about a payer, whoever reads it", async () => {
    const [, make] = moneyInMakers.find(([path]) => path.includes("/notifications/")) ?? [];
    const keeper = await site.newCaller("operator");
    const { ref } = (await make?.(site.bank, keeper.caller)) ?? {};
    const path = `/v1/payments/notifications/${ref}`;
    const { status, headers } = await site.clientOf(keeper).get(path);
    expect(status).toBe(200);
    expect(await readingsOf(headers.get("request-id"))).toMatchObject([
      { event_type: "records_read", actor_ref: keeper.caller.ownerRef, metadata: { path } },
    ]);
  });

  it("is not answered when it cannot be written down", async () => {
    const closed = await openSite(({ audit }) => ({
      audit: { ...audit, readings: { record: () => Promise.reject(new Error("Full.")) } },
    }));
    const { status, body } = await closed.operator.get("/v1/ledger/books");
    expect(status).toBe(500);
    expect(body).not.toHaveProperty("data");
  });
});

describe("the other routes", () => {
  it("recount the log and list what has left it", async () => {
    const verified = await client.get("/v1/audit/verify");
    expect(verified.status).toBe(200);
    expect(verified.body).toMatchObject({ ok: true, faults: [] });
    expect((await client.get("/v1/audit/archives")).body).toEqual({ data: [] });
  });

  it("run with the schedule, and write down that the log was recounted", async () => {
    await runSchedule("* * * * *", site.bank);
    await runSchedule("*/5 * * * *", site.bank);
    const runs = await queryAs(
      site.bank.ownerUrl,
      "select is_clean from platform.job_runs where job = 'audit.recount'",
    );
    expect(runs).toEqual([{ is_clean: true }]);
    expect((await client.get("/v1/audit/verify")).body).toMatchObject({ ok: true });
  });
});

describe("the metrics", () => {
  it("are text that Prometheus reads, a line for each number", async () => {
    await queryAs(
      site.bank.ownerUrl,
      "insert into platform.relay_positions (relay) values ('audit')",
    );
    const response = await site.send("/v1/admin/metrics", {
      headers: { authorization: `Bearer ${auditor.bearer}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/plain; version=0.0.4");
    const text = await response.text();
    const lines = text.trimEnd().split("\n");
    const pattern =
      /^(# (HELP|TYPE) saku_\w+ .+|saku_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[\d.e+-]+)$/;
    expect(lines.filter((line) => !pattern.test(line))).toEqual([]);
    expect(text).toMatch(/^saku_audit_seals_total [1-9]/m);
    expect(text).toMatch(/^saku_job_clean\{job="audit.recount"\} 1$/m);
    expect(text).toMatch(/^saku_group_events_consumed_total\{group="audit"\} \d+$/m);
  });

  it("are for those who run the platform", async () => {
    const person = await site.newCaller("user");
    expect((await site.clientOf(person).get("/v1/admin/metrics")).status).toBe(403);
    expect((await site.clientOf(person).get("/v1/audit/logs")).status).toBe(403);
  });
});
