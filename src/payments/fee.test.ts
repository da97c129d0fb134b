import fc from "fast-check";
import { expect, it } from "vitest";
import { feeOf, tenThousandthsOf } from "./fee.ts";

it("floors the payee's part and tells what that gave to the platform", () => {
  expect(feeOf(10_001n, { feeFixed: 0n, feePercentage: "0.0500" })).toEqual({
    feeAmount: 501n,
    netAmount: 9500n,
    roundingAmount: "0.950000",
  });
});

it("refuses a fee that leaves nothing", () => {
  expect(feeOf(2000n, { feeFixed: 2000n, feePercentage: "0" })).toBeNull();
  expect(feeOf(1n, { feeFixed: 0n, feePercentage: "0.0001" })).toBeNull();
  expect(feeOf(2001n, { feeFixed: 2000n, feePercentage: "0" })?.netAmount).toBe(1n);
});

it.each(["1", "0.00001", "-0.1", "5%", "0.05e1", ""])("takes %s for no rate", (text) => {
  expect(() => tenThousandthsOf(text)).toThrow("no fraction");
});

// The most that a column of 38 digits holds.
const most = 10n ** 38n - 1n;
const edges = [1n, 2n, 9_999n, 10_000n, 10_001n, 2n ** 53n, 2n ** 53n + 1n, most - 1n, most];
const amounts = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: 1n, max: most }));
const fixed = fc.oneof(fc.constantFrom(0n, ...edges), fc.bigInt({ min: 0n, max: 10n ** 12n }));
const percentages = fc.oneof(fc.constantFrom(0, 1, 9999), fc.integer({ min: 0, max: 9999 }));
const rates = fc
  .tuple(fixed, percentages)
  .map(([feeFixed, parts]) => ({ feeFixed, feePercentage: `0.${`${parts}`.padStart(4, "0")}` }));

it("shares any amount without losing or making a unit of it", () => {
  fc.assert(
    fc.property(amounts, rates, (amount, rate) => {
      const fee = feeOf(amount, rate);
      const exactFee = rate.feeFixed * 10_000n + amount * tenThousandthsOf(rate.feePercentage);
      if (fee === null) {
        expect(amount * 10_000n - exactFee).toBeLessThan(10_000n);
        return;
      }
      expect(fee.feeAmount + fee.netAmount).toBe(amount);
      expect(fee.netAmount).toBeGreaterThan(0n);
      // The rounding is exactly what the taken fee has over the exact one, and less than a unit.
      const rounding = BigInt(fee.roundingAmount.replace("0.", ""));
      expect(rounding).toBe((fee.feeAmount * 10_000n - exactFee) * 100n);
      expect(rounding).toBeLessThan(1_000_000n);
    }),
    { numRuns: 2000 },
  );
});
