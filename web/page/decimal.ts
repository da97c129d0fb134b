/** How many decimals an amount of ours has; the API writes all of a currency alike. */
export function decimalsOf(amount: string): number {
  return amount.split(".")[1]?.length ?? 0;
}

/** An amount in its smallest unit, to compare and never to show. */
export function unitsOf(amount: string, decimals: number): bigint {
  const [whole = "", rest = ""] = amount.split(".");
  return BigInt(`${whole}${rest.slice(0, decimals).padEnd(decimals, "0")}` || "0");
}

/** The amount that so many smallest units are. */
export function amountOf(units: bigint, decimals: number): string {
  const text = units.toString().padStart(decimals + 1, "0");
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

/** What of an amount is left without a part of it. */
export function amountWithout(amount: string, part: string): string {
  const decimals = decimalsOf(amount);
  return amountOf(unitsOf(amount, decimals) - unitsOf(part, decimals), decimals);
}

export function isNothing(amount: string): boolean {
  return unitsOf(amount, decimalsOf(amount)) === 0n;
}

/** What somebody typed as the decimal text that the API takes; empty where there is no amount in it. */
export function amountTyped(text: string, decimals: number): string {
  const kept = text.replace(/[^\d.,]/g, "");
  if (decimals === 0) return withoutZeros(kept.replace(/\D/g, ""));
  const at = Math.max(kept.lastIndexOf("."), kept.lastIndexOf(","));
  // Two digits at the end are cents; three are a group of thousands.
  const hasCents = at >= 0 && kept.length - at - 1 <= decimals;
  const whole = withoutZeros((hasCents ? kept.slice(0, at) : kept).replace(/\D/g, ""));
  if (!hasCents) return whole && `${whole}.${"0".repeat(decimals)}`;
  return `${whole || "0"}.${kept.slice(at + 1).padEnd(decimals, "0")}`;
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, "");
}
