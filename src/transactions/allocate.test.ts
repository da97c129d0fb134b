import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate, type Share } from "./allocate.ts";

const amounts = fc.bigInt({ min: 1n, max: 10n ** 30n });
const millionth = 1_000_000n;
const hundredPercent = 100n * millionth;

/** A percentage from its millionths, in one of its spellings. */
function percentOf(millionths: bigint): string {
  const decimals = (millionths % millionth).toString().padStart(6, "0").replace(/0+$/, "");
  return `${millionths / millionth}${decimals === "" ? "" : `.${decimals}`}`;
}

/** Percentages that come to a hundred exactly. */
const wholes = fc
  .uniqueArray(fc.bigInt({ min: 1n, max: hundredPercent - 1n }), { maxLength: 12 })
  .map((cuts) => {
    const marks = [0n, ...cuts.toSorted((a, b) => (a < b ? -1 : 1)), hundredPercent];
    return marks.slice(1).map((mark, index) => mark - (marks[index] ?? 0n));
  });

const sum = (parts: readonly bigint[]) => parts.reduce((total, part) => total + part, 0n);
const partsIn = (allocated: bigint[] | string): bigint[] =>
  typeof allocated === "string" ? expect.fail(allocated) : allocated;
const percents = (millionths: readonly bigint[]): Share[] =>
  millionths.map((each) => ({ percent: percentOf(each) }));

describe("shares in percent that come to a hundred", () => {
  it("come to the whole amount, whatever it is", () => {
    fc.assert(
      fc.property(amounts, wholes, (amount, each) => {
        expect(sum(partsIn(allocate(amount, percents(each))))).toBe(amount);
      }),
    );
  });

  it("are each within one unit of their exact part, and never below it by a whole one", () => {
    fc.assert(
      fc.property(amounts, wholes, (amount, each) => {
        const parts = partsIn(allocate(amount, percents(each)));
        for (const [index, part] of parts.entries()) {
          const exact = amount * (each[index] ?? 0n);
          const distance = part * hundredPercent - exact;
          expect(distance > -hundredPercent && distance < hundredPercent).toBe(true);
        }
      }),
    );
  });

  it("give no unit to a share while one with a larger remainder, or an earlier one with the same, goes without", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 1_000n }), wholes, (amount, each) => {
        const parts = partsIn(allocate(amount, percents(each)));
        const judged = parts.map((part, index) => {
          const exact = amount * (each[index] ?? 0n);
          return {
            index,
            remainder: exact % hundredPercent,
            isGiven: part > exact / hundredPercent,
          };
        });
        for (const given of judged.filter(({ isGiven }) => isGiven)) {
          for (const other of judged.filter(({ isGiven }) => !isGiven)) {
            const isFirst =
              given.remainder > other.remainder ||
              (given.remainder === other.remainder && given.index < other.index);
            expect(isFirst).toBe(true);
          }
        }
      }),
    );
  });

  it("come out the same however often and however the percentages are spelled", () => {
    fc.assert(
      fc.property(amounts, wholes, (amount, each) => {
        const padded = each.map((share) => {
          const decimals = (share % millionth).toString().padStart(6, "0");
          return { percent: `${share / millionth}.${decimals}` };
        });
        expect(allocate(amount, padded)).toEqual(allocate(amount, percents(each)));
      }),
    );
  });

  it("come out the same in another order where no two remainders are equal", () => {
    fc.assert(
      fc.property(amounts, wholes, (amount, each) => {
        const remainders = each.map((share) => (amount * share) % hundredPercent);
        fc.pre(new Set(remainders).size === each.length);
        const forwards = partsIn(allocate(amount, percents(each)));
        const backwards = partsIn(allocate(amount, percents(each.toReversed())));
        expect(backwards.toReversed()).toEqual(forwards);
      }),
    );
  });

  it("do what somebody would do by hand", () => {
    const thirds: Share[] = [
      { percent: "33.333333" },
      { percent: "33.333333" },
      { percent: "33.333334" },
    ];
    expect(allocate(100n, thirds)).toEqual([33n, 33n, 34n]);
    expect(allocate(1n, thirds)).toEqual([0n, 0n, 1n]);
    const halves: Share[] = [{ percent: "50" }, { percent: "50" }];
    expect(allocate(101n, halves)).toEqual([51n, 50n]);
    expect(allocate(1n, halves)).toEqual([1n, 0n]);
    expect(
      allocate(3n, [{ percent: "25" }, { percent: "25" }, { percent: "25" }, { percent: "25" }]),
    ).toEqual([1n, 1n, 1n, 0n]);
    expect(allocate(10n, [{ percent: "0" }, { percent: "100" }])).toEqual([0n, 10n]);
    expect(allocate(10n ** 30n, [{ percent: "0.000001" }, { rest: true }])).toEqual([
      10n ** 22n,
      10n ** 30n - 10n ** 22n,
    ]);
  });
});

describe("a share that takes the rest", () => {
  const shares = fc.record({
    fixed: fc.array(fc.bigInt({ min: 1n, max: 10n ** 29n }), { maxLength: 5 }),
    percent: fc.array(fc.bigInt({ min: 0n, max: 10n * millionth }), { maxLength: 5 }),
  });

  it("makes any shares account for the whole amount, or says that they are more than it", () => {
    fc.assert(
      fc.property(amounts, shares, (amount, { fixed, percent }) => {
        const listed: Share[] = [...fixed.map((each) => ({ fixed: each })), ...percents(percent)];
        const allocated = allocate(amount, [...listed, { rest: true }]);
        const percented = (amount * sum(percent)) / hundredPercent;
        if (sum(fixed) * hundredPercent + amount * sum(percent) > amount * hundredPercent) {
          expect(allocated).toBe("The shares come to more than the amount.");
          return;
        }
        const parts = partsIn(allocated);
        expect(sum(parts)).toBe(amount);
        expect(parts.slice(0, fixed.length)).toEqual(fixed);
        expect(parts.every((part) => part >= 0n)).toBe(true);
        expect(parts.at(-1)).toBe(amount - sum(fixed) - percented);
      }),
    );
  });

  it("may stand anywhere and changes nobody else's part", () => {
    fc.assert(
      fc.property(amounts, shares, fc.nat(), (amount, { fixed, percent }, at) => {
        const listed: Share[] = [...fixed.map((each) => ({ fixed: each })), ...percents(percent)];
        const last = allocate(amount, [...listed, { rest: true }]);
        fc.pre(typeof last !== "string");
        const place = at % (listed.length + 1);
        const elsewhere = partsIn(allocate(amount, listed.toSpliced(place, 0, { rest: true })));
        expect(elsewhere.toSpliced(place, 1)).toEqual(partsIn(last).slice(0, -1));
      }),
    );
  });

  it("stands alone", () => {
    expect(allocate(7n, [{ rest: true }])).toEqual([7n]);
    expect(allocate(7n, [{ rest: true }, { rest: true }])).toBe("Only one share can be the rest.");
    expect(allocate(7n, [{ fixed: 7n }, { rest: true }])).toEqual([7n, 0n]);
  });
});

describe("shares that do not account for the amount", () => {
  it.each<readonly [comes: string, share: string, amount: bigint, shares: Share[]]>([
    ["more", "a fixed sum above it", 10n, [{ fixed: 11n }]],
    ["more", "a fixed sum and a half", 10n, [{ fixed: 6n }, { percent: "50" }]],
    ["more", "half a percent too much of very little", 10n, [{ percent: "100.5" }]],
    ["more", "ten times it before the rest", 10n, [{ percent: "999" }, { rest: true }]],
    ["more", "a trace too much before the rest", 10n, [{ percent: "100.000001" }, { rest: true }]],
    ["more", "what rounding would hide", 100n, [{ fixed: 51n }, { percent: "49.9" }]],
    ["less", "a fixed sum below it", 10n, [{ fixed: 9n }]],
    ["less", "a trace too little", 10n, [{ percent: "99.999999" }]],
    ["less", "a fixed sum and too small a half", 10n, [{ fixed: 4n }, { percent: "50" }]],
    ["less", "what rounding would hide", 1n, [{ percent: "99.9" }]],
  ])("are refused for coming to %s: %s", (comes, _share, amount, shares) => {
    expect(allocate(amount, shares)).toContain(`come to ${comes} than the amount`);
  });
});
