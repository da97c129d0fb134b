import fc from "fast-check";
import { expect, it } from "vitest";
import { takeTokens } from "./token-bucket.ts";

const rule = { limit: 5, periodS: 60 };

it("gives the whole limit at once, and then one whenever its part of the period has passed", () => {
  let fullAtMs: number | null = null;
  for (let left = 4; left >= 0; left -= 1) {
    const taken = takeTokens(rule, fullAtMs, 1, 0);
    expect(taken).toMatchObject({ granted: 1, remaining: left });
    fullAtMs = taken.fullAtMs;
  }
  expect(takeTokens(rule, fullAtMs, 1, 0)).toMatchObject({ granted: 0, waitMs: 12_000 });
  expect(takeTokens(rule, fullAtMs, 1, 11_999)).toMatchObject({ granted: 0, waitMs: 1 });
  expect(takeTokens(rule, fullAtMs, 1, 12_000)).toMatchObject({ granted: 1, remaining: 0 });
  expect(takeTokens(rule, fullAtMs, 1, 60_000)).toMatchObject({ granted: 1, remaining: 4 });
});

it("does not make anybody wait longer for having tried while they had to wait", () => {
  const empty = takeTokens(rule, null, 5, 0);
  const refused = takeTokens(rule, empty.fullAtMs, 1, 1_000);
  expect(refused).toMatchObject({ granted: 0, fullAtMs: empty.fullAtMs });
});

it("gives what is there when more is wanted", () => {
  const taken = takeTokens(rule, null, 3, 0);
  expect(takeTokens(rule, taken.fullAtMs, 4, 0)).toMatchObject({ granted: 2, remaining: 0 });
});

it("never gives more in any time than the limit and what that time filled up", () => {
  const asked = fc.record({ afterMs: fc.nat(20_000), wanted: fc.integer({ min: 1, max: 8 }) });
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 60 }), (asks) => {
      let [now, given, fullAtMs] = [0, 0, null as number | null];
      for (const { afterMs, wanted } of asks) {
        now += afterMs;
        const taken = takeTokens(rule, fullAtMs, wanted, now);
        given += taken.granted;
        fullAtMs = taken.fullAtMs;
        expect(taken.remaining).toBeGreaterThanOrEqual(0);
      }
      expect(given).toBeLessThanOrEqual(rule.limit + Math.floor(now / 12_000));
    }),
  );
});
