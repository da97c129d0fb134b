import { expect, it } from "vitest";
import { amountTextOf } from "./amount-text.ts";

it.each([
  ["25000", "IDR", "Rp25.000"],
  ["900719925474099312", "IDR", "Rp900.719.925.474.099.312"],
  ["5.00", "USD", "$5"],
  ["1234.50", "USD", "$1.234,50"],
  ["2.505", "KWD", "KWD2,505"],
  ["0.00012345", "BTC", "BTC0,00012345"],
  ["12.500000", "USDC", "12,500000\u00a0USDC"],
])("writes %s %s on a stage as %s, to the last decimal that counts", (amount, currency, text) => {
  expect(amountTextOf(amount, currency, "id-ID")).toBe(text);
});
