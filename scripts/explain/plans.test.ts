// What reads the plans is tried on a log as the server writes it, because a reader that sees nothing finds nothing wrong.
import { expect, it } from "vitest";
import { plansIn, readingsOf, verdictOn } from "./plans.ts";

const indented = (value: unknown) =>
  JSON.stringify(value, null, 2)
    .split("\n")
    .map((line) => `\t${line}`)
    .join("\n");
const heading = "2026-11-21 10:00:00.000 UTC [7] saku_app@saku LOG:  duration: 0.512 ms  plan:";
const logged = (Plan: unknown) => `${heading}\n${indented({ "Query Text": "select 1", Plan })}\n`;

const seqScan = {
  "Node Type": "Seq Scan",
  "Relation Name": "entries",
  "Actual Rows": 1,
  "Actual Loops": 1,
  "Rows Removed by Filter": 999,
  Filter: "(currency = 'EUR'::text)",
};
const indexScan = (rows: number, loops = 1) => ({
  "Node Type": "Index Scan",
  "Relation Name": "entries",
  "Index Name": "entries_pkey",
  "Index Cond": "(account_version > 0)",
  "Actual Rows": rows,
  "Actual Loops": loops,
});
const large = new Map([["entries", 1_000]]);
const verdict = (plan: unknown) => verdictOn(plansIn(logged(plan)), large, 100);

it("finds the plans among the other lines of a log", () => {
  const noise =
    "2026-11-21 10:00:00.000 UTC [7] LOG:  connection authorized\n\tDETAIL: of nothing\n";
  const log = `${noise}${logged(seqScan)}${noise}${logged({ "Node Type": "Limit", Plans: [indexScan(3)] })}`;
  expect(plansIn(log).map(({ Plan }) => Plan["Node Type"])).toEqual(["Seq Scan", "Limit"]);
  expect(plansIn(log.trimEnd())).toHaveLength(2);
  expect(plansIn(noise)).toEqual([]);
});

it("sees a sequential scan however deep it lies and however few rows it gives", () => {
  const { scans, walks, rows } = verdict({
    "Node Type": "Limit",
    Plans: [{ "Node Type": "Sort", Plans: [seqScan] }],
  });
  expect([scans.length, walks.length, rows]).toEqual([1, 0, 1_000]);
  expect(scans[0]).toMatchObject({ table: "entries", index: null, filter: seqScan.Filter });
  expect(verdict({ ...seqScan, "Node Type": "Parallel Seq Scan" }).scans).toHaveLength(1);
  expect(verdict({ ...seqScan, "Relation Name": "currencies" })).toEqual({
    scans: [],
    walks: [],
    rows: 0,
  });
});

it("takes an index that is read from one end to the other for no better, loops and all", () => {
  expect(verdict(indexScan(1_000)).scans).toHaveLength(1);
  expect(verdict(indexScan(10, 95)).scans).toHaveLength(1);
  expect(verdict({ ...indexScan(1), "Rows Removed by Filter": 940 }).scans).toHaveLength(1);
});

it("tells a reading that is too long from one that is not", () => {
  expect(verdict(indexScan(101))).toMatchObject({ scans: [], walks: [{ rows: 101 }] });
  expect(verdict(indexScan(100))).toMatchObject({ scans: [], walks: [], rows: 100 });
});

it("counts the rows of a bitmap for the table that it is of", () => {
  const bitmap = {
    "Node Type": "Bitmap Index Scan",
    "Index Name": "entries_pkey",
    "Actual Rows": 7,
    "Actual Loops": 1,
  };
  const heap = { ...indexScan(7), "Node Type": "Bitmap Heap Scan", Plans: [bitmap] };
  const [plan] = plansIn(logged(heap));
  expect(plan && readingsOf(plan).map(({ table, rows }) => [table, rows])).toEqual([
    ["entries", 7],
    ["entries", 7],
  ]);
});
