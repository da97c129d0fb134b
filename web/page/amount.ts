import { isIso } from "../../src/platform/amount-text.ts";
import { decimalsOf, unitsOf } from "./decimal.ts";

export { amountTextOf } from "../../src/platform/amount-text.ts";

/** An amount in a field: as people write it, without its currency, and so that what is typed is read back as the same. */
export function fieldTextOf(amount: string, locale: string): string {
  if (amount === "") return "";
  const decimals = decimalsOf(amount);
  const digits = unitsOf(amount, decimals) % 10n ** BigInt(decimals) === 0n ? 0 : decimals;
  return new Intl.NumberFormat(locale, {
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
    // Where a fraction may have three digits, a group of thousands would be taken for one.
    useGrouping: decimals < 3,
  }).format(amount as `${number}`);
}

/** What stands before an amount. */
export function symbolOf(currency: string, locale: string): string {
  if (!isIso(currency)) return currency;
  const parts = new Intl.NumberFormat(locale, {
    ...{ style: "currency", currency, currencyDisplay: "narrowSymbol" },
  } as const).formatToParts(0);
  return parts.find(({ type }) => type === "currency")?.value ?? currency;
}
