/** An amount as people write it: the exact decimal text, never by way of a float. */
export function amountTextOf(amount: string, currency: string, locale: string): string {
  const decimals = amount.split(".")[1] ?? "";
  // Cents are said where there are some; nobody says them of rupiah.
  const digits = /[1-9]/.test(decimals) ? decimals.length : 0;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(amount as `${number}`)
    .replaceAll("\u00a0", locale.startsWith("id") ? "" : "\u00a0");
}
