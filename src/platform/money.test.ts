import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencyExponents } from "./currencies.ts";
import {
  amountTextSchema,
  describeAmountFault,
  formatAmount,
  maxAmountMinorUnits,
  parseAmount,
  parsePositiveAmount,
} from "./money.ts";

const currencies = [...currencyExponents.keys()];

describe("an amount", () => {
  it("survives being written and read again, in every currency", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: maxAmountMinorUnits }),
        fc.constantFrom(...currencies),
        (amount, currency) => {
          expect(parseAmount(formatAmount(amount, currency), currency)).toBe(amount);
        },
      ),
    );
  });

  it("is never another number than the one that was written", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 30 }),
        fc.constantFrom(...currencies),
        (text, currency) => {
          const amount = parseAmount(text, currency);
          if (typeof amount === "bigint")
            expect(formatAmount(amount, currency).startsWith(text)).toBe(true);
        },
      ),
    );
  });

  it.each([
    ["1", "IDR", 1n],
    ["0", "IDR", 0n],
    ["0.01", "USD", 1n],
    ["10.5", "USD", 1_050n],
    ["10.50", "USD", 1_050n],
    ["9007199254740991", "IDR", 9_007_199_254_740_991n],
    ["9007199254740993", "IDR", 9_007_199_254_740_993n],
    ["9223372036854775808", "IDR", 9_223_372_036_854_775_808n],
    [`1${"0".repeat(30)}`, "IDR", 10n ** 30n],
    ["0.00000001", "BTC", 1n],
    ["0.000000000000000001", "ETH", 1n],
  ])("reads %s %s exactly", (text, currency, amount) => {
    expect(parseAmount(text, currency)).toBe(amount);
  });

  it.each([
    ["1e3"],
    ["NaN"],
    ["Infinity"],
    ["-0"],
    ["-1"],
    ["+1"],
    [".5"],
    ["1."],
    [" 1"],
    ["1 "],
    ["1,000"],
    ["1_000"],
    ["0x10"],
    ["١"],
    ["１"],
    ["1\n"],
    ["1.5.0"],
    ["null"],
  ])("refuses %j instead of guessing", (text) => {
    expect(parseAmount(text, "USD")).toBe("not_a_decimal");
  });

  it.each([["01"], ["00"], ["05"], ["007.50"]])("names the zeros before %j", (text) => {
    expect(parseAmount(text, "USD")).toBe("leading_zero");
  });

  it("tells an empty text from one that is no decimal", () => {
    expect(parseAmount("", "USD")).toBe("empty");
    expect(parseAmount("05x", "USD")).toBe("not_a_decimal");
  });

  it.each([
    ["1.5", "IDR"],
    ["1.0", "JPY"],
    ["0.001", "USD"],
    ["1.0000", "KWD"],
  ])("refuses the decimals that %s has and %s has not", (text, currency) => {
    expect(parseAmount(text, currency)).toBe("too_many_decimals");
  });

  it("refuses one minor unit more than it can hold, a currency that it does not know, and nothing at all", () => {
    expect(parseAmount((maxAmountMinorUnits + 1n).toString(), "IDR")).toBe("too_large");
    expect(parseAmount("9".repeat(60), "IDR")).toBe("too_large");
    expect(parseAmount("1", "XXX")).toBe("unknown_currency");
    expect(parsePositiveAmount("0", "IDR")).toBe("not_positive");
    expect(parsePositiveAmount("0.00", "USD")).toBe("not_positive");
  });

  it("is written with its sign and all its decimals", () => {
    expect(formatAmount(-5n, "USD")).toBe("-0.05");
    expect(formatAmount(1_050n, "USD")).toBe("10.50");
    expect(formatAmount(-15_000n, "IDR")).toBe("-15000");
  });

  it("as a JSON number is refused with the form that is right", () => {
    expect(amountTextSchema.safeParse(15_000).error?.issues[0]?.message).toContain('write "15000"');
  });

  it.each([
    "unknown_currency",
    "empty",
    "leading_zero",
    "not_a_decimal",
    "too_many_decimals",
    "too_large",
    "not_positive",
  ] as const)("explains %s in words", (fault) => {
    expect(describeAmountFault(fault, "USD")).toMatch(/^[A-Z].{20,}\.$/);
  });
});
