import process from "node:process";
import type { Parameters } from "fast-check";

// Long runs are asked for from outside: MODEL_RUNS multiplies the programs, MODEL_SEED repeats a run.
const times = Number(process.env.MODEL_RUNS ?? 1);
const seed = process.env.MODEL_SEED;

const quietTimeoutMs = 120_000;

export const suiteTimeoutMs = quietTimeoutMs * times;

// A failure is told while there is time, even if it could still be shrunk.
const interruptAfterTimeLimit = suiteTimeoutMs * 0.75;

/** How many programs a property tries. */
export function runsOf(count: number): Parameters<unknown> {
  return {
    numRuns: count * times,
    interruptAfterTimeLimit,
    markInterruptAsFailure: true,
    ...(seed !== undefined && { seed: Number(seed) }),
  };
}
