/** An amount as people write it: the exact decimal text, never by way of a float. */
export function amountTextOf(amount: string, currency: string, locale: string): string {
  const decimals = amount.split(".")[1] ?? "";
  // Cents are said where there are some; nobody says them of rupiah.
  const digits = /[1-9]/.test(decimals) ? decimals.length : 0;
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  if (!isIso(currency)) {
    return `${new Intl.NumberFormat(locale, places).format(amount as `${number}`)}\u00a0${currency}`;
  }
  return new Intl.NumberFormat(locale, {
    ...places,
    ...{ style: "currency", currency, currencyDisplay: "narrowSymbol" },
  } as const)
    .format(amount as `${number}`)
    .replaceAll("\u00a0", locale.startsWith("id") ? "" : "\u00a0");
}

/** Money that is no country's has codes that Intl refuses to know. */
export function isIso(currency: string): boolean {
  return /^[A-Z]{3}$/.test(currency);
}
