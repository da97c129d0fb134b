// Amounts as people read them: exact, and in any money that a page may take.
import { expect, it } from "vitest";
import { amountTextOf, fieldTextOf, symbolOf } from "../../web/page/amount.ts";
import { amountTyped, decimalsOf } from "../../web/page/decimal.ts";

it.each([
  ["25000", "IDR", "id-ID", "Rp25.000"],
  ["900719925474099312", "IDR", "id-ID", "Rp900.719.925.474.099.312"],
  ["2.50", "USD", "en-GB", "$2.50"],
  ["5.00", "EUR", "en-GB", "€5"],
  ["1200", "JPY", "en-GB", "¥1,200"],
  ["0.00012345", "BTC", "en-GB", "BTC\u00a00.00012345"],
  ["12.500000", "USDC", "en-GB", "12.500000\u00a0USDC"],
])("writes %s %s in %s as %s", (amount, currency, locale, text) => {
  expect(amountTextOf(amount, currency, locale)).toBe(text);
});

it("names any money before what is typed", () => {
  expect(["IDR", "USD", "USDC"].map((code) => symbolOf(code, "id-ID"))).toEqual([
    ...["Rp", "$", "USDC"],
  ]);
});

it.each([
  ["25000", "id-ID", "25.000"],
  ["1250.50", "id-ID", "1.250,50"],
  ["1250.50", "en-GB", "1,250.50"],
  ["5.00", "en-GB", "5"],
  ["1234.500", "en-GB", "1234.500"],
  ["0.00001000", "id-ID", "0,00001000"],
])("writes %s into a field in %s as %s, and reads it back as the same", (amount, locale, text) => {
  expect(fieldTextOf(amount, locale)).toBe(text);
  expect(amountTyped(text, decimalsOf(amount))).toBe(amount);
});
