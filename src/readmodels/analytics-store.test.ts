import { expect, it } from "vitest";
import { createClickHouseStore } from "./analytics-store.ts";
import { analyticsTables } from "./analytics-tables.ts";

type Sent = { readonly address: URL; readonly init: RequestInit };

function storeAnswering(
  response: () => Response,
  address = "https://ana:s%40fe@ch.test:8443/books",
) {
  const sent: Sent[] = [];
  const store = createClickHouseStore(address, async (target, init) => {
    sent.push({ address: target, init });
    return response();
  });
  return { store, sent };
}

it("sends all rows of a table in one request, a line each", async () => {
  const { store, sent } = storeAnswering(() => new Response(""));
  await store.insert("transaction_facts", [{ amount: "10.50" }, { amount: "0.01" }]);
  expect(sent).toHaveLength(1);
  const { address, init } = sent[0] as Sent;
  expect(address.origin).toBe("https://ch.test:8443");
  expect(address.searchParams.get("query")).toBe(
    "INSERT INTO books.transaction_facts FORMAT JSONEachRow",
  );
  expect(address.searchParams.get("input_format_skip_unknown_fields")).toBe("0");
  expect(address.searchParams.get("wait_for_async_insert")).toBe("1");
  expect(init.body).toBe('{"amount":"10.50"}\n{"amount":"0.01"}');
  expect(init.headers).toEqual({ authorization: `Basic ${btoa("ana:s@fe")}` });
  expect(address.href).not.toContain("s%40fe");
});

it("sends nothing where there is nothing, and no credentials where there are none", async () => {
  const { store, sent } = storeAnswering(() => new Response(""), "http://ch.test");
  await store.insert("ledger_entries", []);
  expect(sent).toEqual([]);
  await store.insert("ledger_entries", [{ version: 1 }]);
  expect(sent[0]?.init.headers).toEqual({});
  expect(sent[0]?.address.searchParams.get("query")).toContain("saku.ledger_entries");
});

it("fails with what was answered, and not with where it was sent", async () => {
  const { store } = storeAnswering(() => new Response("Code: 60. Unknown table", { status: 404 }));
  const failure = store.insert("transaction_facts", [{}]);
  await expect(failure).rejects.toThrow("ClickHouse answered 404: Code: 60. Unknown table");
});

it("has a table for everything that it is sent, which keeps the newest row of a key", () => {
  expect(Object.keys(analyticsTables).toSorted()).toEqual(["ledger_entries", "transaction_facts"]);
  for (const [name, sql] of Object.entries(analyticsTables)) {
    expect(sql).toMatch(new RegExp(`^CREATE TABLE IF NOT EXISTS ${name} `));
    expect(sql).toContain("ENGINE = ReplacingMergeTree(");
  }
  // Of two rows of as many events, the one that knows whose it is.
  expect(analyticsTables.transaction_facts).toContain(
    "revision UInt64 MATERIALIZED sequence * 2 + (user_ref != '')",
  );
});
