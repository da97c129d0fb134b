import { isIso } from "../../src/platform/amount-text.ts";

export { amountTextOf } from "../../src/platform/amount-text.ts";

/** What stands before an amount. */
export function symbolOf(currency: string, locale: string): string {
  if (!isIso(currency)) return currency;
  const parts = new Intl.NumberFormat(locale, {
    ...{ style: "currency", currency, currencyDisplay: "narrowSymbol" },
  } as const).formatToParts(0);
  return parts.find(({ type }) => type === "currency")?.value ?? currency;
}
