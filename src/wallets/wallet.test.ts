import { describe, expect, it } from "vitest";
import { walletNameSchema, walletOf, walletSchema, walletSlugSchema } from "./wallet.ts";

describe("a wallet's name", () => {
  it.each([
    ["Main", "Main"],
    ["  Main  ", "Main"],
    ["Tabungan Haji 🕋", "Tabungan Haji 🕋"],
    ["財布", "財布"],
    ["x".repeat(50), "x".repeat(50)],
  ])("may be %j", (name, kept) => {
    expect(walletNameSchema.parse(name)).toBe(kept);
  });

  it.each([
    [""],
    ["   "],
    ["x".repeat(51)],
    ["two\nlines"],
    ["\u0000"],
    ["zero\u200bwidth"],
    ["turned\u202earound"],
  ])("is not %j", (name) => {
    expect(walletNameSchema.safeParse(name).success).toBe(false);
  });
});

describe("a wallet's slug", () => {
  it.each([["a"], ["main"], ["main-wallet-2"], ["0"], ["x".repeat(50)]])("may be %j", (slug) => {
    expect(walletSlugSchema.safeParse(slug).success).toBe(true);
  });

  it.each([[""], ["-a"], ["a-"], ["A"], ["a b"], ["a_b"], ["é"], ["a\n"], ["x".repeat(51)]])(
    "is not %j",
    (slug) => {
      expect(walletSlugSchema.safeParse(slug).success).toBe(false);
    },
  );
});

it("is shown by its refs and in UTC, and its row's own id stays inside", () => {
  const at = new Date("2026-11-21T08:16:30.5+07:00");
  const shown = walletOf({
    id: "0193b3a4-3f5e-7c1a-9d0e-2b6f1a2c3d4e",
    walletRef: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
    ownerRef: "01JD3Z8K4M6N7P8Q9R0S1T2V3X",
    accountRef: "01JD3Z8K4M6N7P8Q9R0S1T2V3Y",
    type: "CASH",
    currency: "IDR",
    name: "Main",
    slug: "main",
    status: "FROZEN",
    freezeMode: "ALL",
    version: 2,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
  });
  expect(walletSchema.parse(shown)).toEqual(shown);
  expect(shown.created_at).toBe("2026-11-21T01:16:30.500Z");
  expect(JSON.stringify(shown)).not.toMatch(/0193b3a4|V3Y/);
});
