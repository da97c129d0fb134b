import { exponentOf } from "../platform/currencies.ts";

/**
 * Reads an amount as a provider writes it: "10000.00" and 10000 are both ten thousand rupiah. Null for what is not exactly
 * an amount of the currency, so that it can agree with nothing.
 */
export function providerAmountOf(value: unknown, currency: string): bigint | null {
  const exponent = exponentOf(currency);
  const text = typeof value === "number" ? `${value}` : value;
  if (exponent === undefined || typeof text !== "string") return null;
  const match = /^(\d{1,30})(?:\.(\d{1,18}))?$/.exec(text);
  if (!match) return null;
  const decimals = (match[2] ?? "").padEnd(exponent, "0");
  if (/[1-9]/.test(decimals.slice(exponent))) return null;
  return BigInt(`${match[1]}${decimals.slice(0, exponent)}`);
}

/** Writes whole units, as providers that count in rupiah want them. */
export function wholeUnitsOf(amount: bigint, currency: string): number | null {
  const scale = 10n ** BigInt(exponentOf(currency) ?? 0);
  if (amount % scale !== 0n) return null;
  const whole = amount / scale;
  return whole <= BigInt(Number.MAX_SAFE_INTEGER) ? Number.parseInt(`${whole}`, 10) : null;
}
