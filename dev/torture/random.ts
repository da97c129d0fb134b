import { seeded } from "../seeded.ts";

/** Chance that can be repeated: the same seed gives the same draws. */
export type Random = {
  /** From 0 to 1, without 1. */
  readonly fraction: () => number;
  /** A whole number from the first to the last. */
  readonly between: (first: number, last: number) => number;
  readonly oneOf: <Item>(items: readonly Item[]) => Item;
  readonly isOneIn: (chances: number) => boolean;
};

export function createRandom(seed: number): Random {
  const fraction = seeded(seed);
  const between = (first: number, last: number) =>
    first + Math.floor(fraction() * (last - first + 1));
  return {
    fraction,
    between,
    oneOf: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error("There is nothing to choose from.");
      return item;
    },
    isOneIn: (chances) => between(1, chances) === 1,
  };
}
