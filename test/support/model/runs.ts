import process from "node:process";
import type { Parameters } from "fast-check";

// Long runs are asked for from outside: MODEL_RUNS multiplies the programs, and MODEL_SEED repeats a run or, as "random",
// looks where nobody has looked. Without it every run tries the same programs, so that what turns red is the change.
const times = Number(process.env.MODEL_RUNS ?? 1);
const wantedSeed = process.env.MODEL_SEED ?? "20261121";

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
    ...(wantedSeed !== "random" && { seed: Number(wantedSeed) }),
  };
}
