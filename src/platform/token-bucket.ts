/** How much may be taken: `limit` at once when nothing was taken before, and as much again in a period. */
export type BucketRule = { readonly limit: number; readonly periodS: number };

/** What a taking came to. */
export type Taken = {
  readonly granted: number;
  /** How many more could be taken at once. */
  readonly remaining: number;
  /** Until there is one more; 0 while there is one. */
  readonly waitMs: number;
  /** When the bucket is full again: all that has to be remembered of it. */
  readonly fullAtMs: number;
};

/**
 * Takes up to so many tokens from a bucket that fills evenly. The bucket is one moment, that at which it would be full
 * again, so nothing has to run while nobody asks.
 */
export function takeTokens(
  { limit, periodS }: BucketRule,
  fullAtMs: number | null,
  wanted: number,
  nowMs: number,
): Taken {
  const periodMs = periodS * 1_000;
  const intervalMs = periodMs / limit;
  const before = Math.max(fullAtMs ?? nowMs, nowMs);
  const inside = Math.floor((periodMs - (before - nowMs)) / intervalMs);
  const granted = Math.max(0, Math.min(wanted, inside));
  const after = before + granted * intervalMs;
  return {
    granted,
    remaining: Math.max(0, inside - granted),
    waitMs: Math.max(0, Math.ceil(after - nowMs - periodMs + intervalMs)),
    fullAtMs: after,
  };
}
