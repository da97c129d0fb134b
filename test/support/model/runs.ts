import process from "node:process";
import type { Parameters } from "fast-check";

// Long runs are asked for from outside: MODEL_RUNS multiplies the programs, MODEL_SEED repeats a run.
const times = Number(process.env.MODEL_RUNS ?? 1);
const seed = process.env.MODEL_SEED;

const quietTimeoutMs = 120_000;

export const suiteTimeoutMs = quietTimeoutMs * times;

/** How many programs a property tries. */
export function runsOf(count: number): Parameters<unknown> {
  return { numRuns: count * times, ...(seed !== undefined && { seed: Number(seed) }) };
}
