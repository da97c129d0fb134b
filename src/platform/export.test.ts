import { expect, it } from "vitest";
import { csvCell, streamExport } from "./export.ts";

const pages: Readonly<
  Record<string, { rows: { ref: string; name: string }[]; next: string | null }>
> = {
  first: { rows: [{ ref: "A", name: "=1+1" }], next: "second" },
  second: { rows: [{ ref: "B", name: 'say "hi"' }], next: "third" },
  third: { rows: [], next: null },
};

const readPage = async (cursor: string | null) => {
  const page = pages[cursor ?? "first"];
  if (!page) throw new Error(`No page was promised after ${cursor}.`);
  return { rows: page.rows, nextCursor: page.next };
};

it("streams every page as CSV under one line of names", async () => {
  const response = await streamExport("csv", ["ref", "name"], readPage, "wallets");
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="wallets.csv"');
  expect(await response.text()).toBe('ref,name\r\nA,\'=1+1\r\nB,"say ""hi"""\r\n');
});

it("streams every page as NDJSON, where nothing is a formula", async () => {
  const response = await streamExport("ndjson", ["ref", "name"], readPage, "wallets");
  const lines = (await response.text()).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { ref: "A", name: "=1+1" },
    { ref: "B", name: 'say "hi"' },
  ]);
});

it("reads no further than somebody takes", async () => {
  const asked: (string | null)[] = [];
  const response = await streamExport(
    "ndjson",
    ["ref"],
    async (cursor) => {
      asked.push(cursor);
      return { rows: [{ ref: "A" }], nextCursor: `${asked.length}` };
    },
    "endless",
  );
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.read();
  await reader?.cancel();
  expect(asked.length).toBeLessThanOrEqual(3);
});

it.each([
  ["two\rlines", '"two\rlines"'],
  ["two\r\nlines", '"two\r\nlines"'],
  ["a,b", '"a,b"'],
  ["=1,2", '"\'=1,2"'],
  ["-", "'-"],
  ["-1e3", "'-1e3"],
  ["100000000000000000000000000000.01", "100000000000000000000000000000.01"],
  [{ a: 1 }, '"{""a"":1}"'],
  [undefined, ""],
])("writes %j as the cell %j", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});
