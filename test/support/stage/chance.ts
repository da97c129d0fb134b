import { seeded } from "../../../dev/seeded.ts";

/** Chance that a seed decides, so that every bad evening can be had again. */
export type Chance = {
  readonly next: () => number;
  readonly between: (from: number, to: number) => number;
  readonly happens: (probability: number) => boolean;
  readonly oneOf: <Value>(values: readonly Value[]) => Value;
};

export function chanceOf(seed: number): Chance {
  const next = seeded(seed);
  return {
    next,
    between: (from, to) => Math.floor(from + next() * (to - from)),
    happens: (probability) => next() < probability,
    oneOf: (values) => {
      const value = values[Math.floor(next() * values.length)];
      if (value === undefined) throw new Error("There is nothing to choose from.");
      return value;
    },
  };
}
