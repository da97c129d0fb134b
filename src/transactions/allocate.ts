/** A part of an amount: a fixed sum, a percentage of the whole, or what the others leave. */
export type Share =
  | { readonly fixed: bigint }
  | { readonly percent: string }
  | { readonly rest: true };

const percentScale = 1_000_000n;
const whole = 100n * percentScale;

/**
 * Divides an amount into its shares, or says why they do not account for it, which rounding never hides. Percentages are
 * rounded down, and what that leaves goes one minor unit each to the largest remainders, the earlier of two equal ones first.
 */
export function allocate(amount: bigint, shares: readonly Share[]): bigint[] | string {
  const rests = shares.filter((share) => "rest" in share).length;
  if (rests > 1) return "Only one share can be the rest.";
  const exact = shares.map((share) => ("percent" in share ? amount * partsOf(share.percent) : 0n));
  const parts = shares.map((share, index) =>
    "fixed" in share ? share.fixed : (exact[index] ?? 0n) / whole,
  );
  const fixed = shares.reduce((sum, share) => sum + ("fixed" in share ? share.fixed : 0n), 0n);
  const percents = exact.reduce((sum, part) => sum + part, 0n);
  const left = (amount - fixed) * whole - percents;
  if (left < 0n) return "The shares come to more than the amount.";
  if (left > 0n && rests === 0) {
    return "The shares come to less than the amount; add a share that takes the rest.";
  }
  giveRemainders(parts, exact, percents / whole);
  return parts.map((part, index) => {
    const share = shares[index];
    return share !== undefined && "rest" in share ? amount - fixed - percents / whole : part;
  });
}

function giveRemainders(parts: bigint[], exact: readonly bigint[], wanted: bigint): void {
  const given = exact.reduce((sum, part) => sum + part / whole, 0n);
  const byRemainder = exact
    .map((part, index) => ({ index, remainder: part % whole }))
    .filter(({ remainder }) => remainder > 0n)
    .sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index);
  for (const { index } of byRemainder.slice(0, asCount(wanted - given))) {
    parts[index] = (parts[index] ?? 0n) + 1n;
  }
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** There are at most as many units to give as there are shares, so the count is small. */
function asCount(units: bigint): number {
  return Number.parseInt(units.toString(), 10);
}

function partsOf(percent: string): bigint {
  const [units = "0", decimals = ""] = percent.split(".");
  return BigInt(units + decimals.padEnd(6, "0"));
}
