import { expect, it } from "vitest";
import { analyticsTables } from "../../src/readmodels/index.ts";
import { columnsOf, differencesIn, engineQuestion, keyOf, projectionQuestion } from "./compare.ts";

const entries = analyticsTables.ledger_entries ?? "";
const row = { ref: "A", version: "1", amount: "10.5" };

it("asks both for every column of a table, in one spelling", () => {
  expect(keyOf(entries)).toEqual(["account_ref", "stripe", "version"]);
  expect(columnsOf(entries)).toHaveLength(12);
  const inEngine = engineQuestion("ledger_entries", entries);
  expect(inEngine).toContain("toString(ledger_entries.amount) AS amount");
  expect(inEngine).toContain("FROM ledger_entries FINAL FORMAT");
  const inPostgres = projectionQuestion("ledger_entries", entries);
  expect(inPostgres).toContain("coalesce(kept.wallet_ref::text, '') as wallet_ref");
  expect(inPostgres).toContain("trim_scale(kept.amount * ");
  expect(inPostgres).toContain("to_char(kept.created_at at time zone 'UTC'");
});

it("finds rows equal in any order", () => {
  const other = { ...row, version: "2" };
  expect(differencesIn(["ref", "version"], [row, other], [other, row])).toEqual([]);
});

it.each([
  ["is not there", [], "A 1: not there"],
  ["is there twice", [row, row], "A 1: there 2 times"],
  ["says something else", [{ ...row, amount: "10" }], 'A 1: amount is "10" and not "10.5"'],
])("names a row that %s", (_what, found, said) => {
  expect(differencesIn(["ref", "version"], [row], found)).toEqual([said]);
});

it("names a row that nobody expects", () => {
  expect(differencesIn(["ref"], [], [row])).toEqual(["A: there, and not in Postgres"]);
});
