/** Chance that can be repeated: the same seed gives the same draws. */
export type Random = {
  /** From 0 to 1, without 1. */
  readonly fraction: () => number;
  /** A whole number from the first to the last. */
  readonly between: (first: number, last: number) => number;
  readonly oneOf: <Item>(items: readonly Item[]) => Item;
  readonly isOneIn: (chances: number) => boolean;
};

// Mulberry32: small, even, and the same everywhere for one seed.
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
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
