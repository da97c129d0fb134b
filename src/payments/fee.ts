/** What is kept of a charge: so much, and a fraction of it. */
export type FeeRate = {
  readonly feeFixed: bigint;
  /** A fraction with four decimals: "0.0500" is 5 %. */
  readonly feePercentage: string;
};

export type Fee = {
  readonly feeAmount: bigint;
  readonly netAmount: bigint;
  /** The fee that is taken less the exact fee, in [0, 1) minor units, with six decimals. */
  readonly roundingAmount: string;
};

const fractionDigits = 4;
const scale = 10n ** BigInt(fractionDigits);

/** A fraction as ten-thousandths. Whatever is finer is no rate of ours. */
export function tenThousandthsOf(percentage: string): bigint {
  const match = /^0(?:\.(\d{1,4}))?$/.exec(percentage);
  if (!match) throw new Error(`${percentage} is no fraction with at most four decimals.`);
  return BigInt((match[1] ?? "").padEnd(fractionDigits, "0"));
}

/**
 * Shares an amount between platform and payee: the payee's part is floored to whole minor units and the platform gets the
 * rest, so the two always make the amount. Null where nothing would be left for the payee.
 */
export function feeOf(amount: bigint, rate: FeeRate): Fee | null {
  const exactFee = rate.feeFixed * scale + amount * tenThousandthsOf(rate.feePercentage);
  const exactNet = amount * scale - exactFee;
  if (exactNet < scale) return null;
  const netAmount = exactNet / scale;
  const feeAmount = amount - netAmount;
  const rounding = feeAmount * scale - exactFee;
  return {
    feeAmount,
    netAmount,
    roundingAmount: `0.${rounding.toString().padStart(fractionDigits, "0")}00`,
  };
}
