/** Where the present comes from. Rules are given a moment; only the edges of an event ask for one. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };
