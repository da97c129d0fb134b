import { z } from "zod";
import { exponentOf } from "./currencies.ts";

/** Whole minor units of a currency. Never a float; the wire has decimal strings. */
export type Money = { readonly amount: bigint; readonly currency: string };

/** Above this a journal could push a NUMERIC(38) balance towards its end. */
export const maxAmountMinorUnits = 10n ** 30n;

export type AmountFault =
  | "unknown_currency"
  | "empty"
  | "leading_zero"
  | "not_a_decimal"
  | "too_many_decimals"
  | "too_large"
  | "not_positive";

// No sign, no exponent, no grouping, no leading zeros: one amount has one spelling, but for trailing zeros.
export const decimalPattern = /^(?:0|[1-9]\d*)(?:\.(\d{1,18}))?$/;

/** Reads a decimal string exactly, or says what is wrong with it. Nothing is ever rounded on the way in. */
export function parseAmount(text: string, currency: string): bigint | AmountFault {
  const exponent = exponentOf(currency);
  if (exponent === undefined) return "unknown_currency";
  const match = decimalPattern.exec(text);
  if (!match) return spellingFaultOf(text);

  const decimals = match[1] ?? "";
  if (decimals.length > exponent) return "too_many_decimals";
  const amount = BigInt(text.replace(".", "") + "0".repeat(exponent - decimals.length));
  return amount > maxAmountMinorUnits ? "too_large" : amount;
}

/** What is wrong with a text that is no decimal: two of the ways are so common that they are told by name. */
export function spellingFaultOf(text: string): "empty" | "leading_zero" | "not_a_decimal" {
  if (text === "") return "empty";
  return decimalPattern.test(text.replace(/^0+(?=\d)/, "")) ? "leading_zero" : "not_a_decimal";
}

/** Reads an amount that something is done with: more than zero. */
export function parsePositiveAmount(text: string, currency: string): bigint | AmountFault {
  const amount = parseAmount(text, currency);
  return amount === 0n ? "not_positive" : amount;
}

/** Writes minor units as the decimal string of their currency: 1050 USD is "10.50", 15000 IDR is "15000". */
export function formatAmount(amount: bigint, currency: string): string {
  const exponent = exponentOf(currency);
  if (exponent === undefined) throw new Error(`No exponent is known for ${currency}.`);
  if (exponent === 0) return amount.toString();

  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(exponent + 1, "0");
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Says an amount's fault to the person who sent it. */
export function describeAmountFault(fault: AmountFault, currency: string): string {
  const example = formatAmount(
    10n ** BigInt(exponentOf(currency) ?? 0) * 25n,
    currencyOr(currency),
  );
  switch (fault) {
    case "unknown_currency":
      return `Currency ${JSON.stringify(currency)} is not one that Saku knows.`;
    case "empty":
      return `Expected an amount, such as "${example}", but the text is empty.`;
    case "leading_zero":
      return `Write the amount without zeros before it: "${example}", and not "0${example}".`;
    case "not_a_decimal":
      return `Expected a decimal string without sign, exponent or grouping, such as "${example}".`;
    case "too_many_decimals":
      return `${currency} has ${exponentOf(currency)} decimals; nothing is rounded, so write "${example}".`;
    case "too_large":
      return "The amount is larger than Saku can hold (10^30 minor units).";
    case "not_positive":
      return "The amount must be more than zero.";
  }
}

function currencyOr(currency: string): string {
  return exponentOf(currency) === undefined ? "IDR" : currency;
}

export const currencySchema = z
  .string()
  .refine((code) => exponentOf(code) !== undefined, {
    error: "Expected the code of a known currency, in capitals, such as IDR or USD.",
  })
  .meta({ examples: ["IDR"], description: "ISO 4217 code, or BTC, ETH, USDC, USDT." });

/** The text of an amount. Whether it fits its currency is decided where both are known. */
export const amountTextSchema = z
  .string({
    error: ({ input }) =>
      typeof input === "number"
        ? `Amounts are decimal strings, because a JSON number may lose digits: write "${input}".`
        : 'Expected a decimal string, such as "15000".',
  })
  .max(60)
  .meta({ examples: ["15000"] });
