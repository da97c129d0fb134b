import { expect, it } from "vitest";
import { z } from "zod";
import { defaultPageSize, maxPageSize, pageQuery } from "./list.ts";

const query = z.strictObject(pageQuery);

it("has twenty rows a page unless it is asked for up to a hundred", () => {
  expect(query.parse({})).toEqual({ limit: defaultPageSize });
  expect(query.parse({ limit: "100" })).toEqual({ limit: 100 });
  expect([defaultPageSize, maxPageSize]).toEqual([20, 100]);
});

it.each([["0"], ["-1"], ["101"], ["1.5"], [""], ["ten"], ["NaN"], ["Infinity"], [["1", "2"]]])(
  "refuses %j rows a page",
  (limit) => {
    expect(query.safeParse({ limit }).success).toBe(false);
  },
);

it("refuses a cursor that is longer than any it gave", () => {
  expect(query.safeParse({ cursor: "x".repeat(2_001) }).success).toBe(false);
});
