export type Spread = { readonly p50Ms: number; readonly p95Ms: number; readonly p99Ms: number };

/** How long things took: the usual, the slow and the slowest. */
export function spreadOf(latenciesMs: readonly number[]): Spread {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const percentile = (share: number) =>
    Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  return { p50Ms: percentile(0.5), p95Ms: percentile(0.95), p99Ms: percentile(0.99) };
}
