import type { Clock } from "./clock.ts";

/** Who has failed rests for a while, and longer each time in a row. */
export type Rests = {
  readonly begin: (name: string) => void;
  readonly end: (name: string) => void;
  readonly isResting: (name: string) => boolean;
  /** When the first of them may try again, in milliseconds since 1970; null when nobody rests. */
  readonly firstEnd: () => number | null;
};

const shortestMs = 1_000;
const longestMs = 30_000;

export function createRests(clock: Clock): Rests {
  const failures = new Map<string, { count: number; untilMs: number }>();
  return {
    begin: (name) => {
      const count = (failures.get(name)?.count ?? 0) + 1;
      const restMs = Math.min(shortestMs * 2 ** (count - 1), longestMs);
      failures.set(name, { count, untilMs: clock.now().getTime() + restMs });
    },
    end: (name) => {
      failures.delete(name);
    },
    isResting: (name) => (failures.get(name)?.untilMs ?? 0) > clock.now().getTime(),
    firstEnd: () => {
      const ends = [...failures.values()].map(({ untilMs }) => untilMs);
      return ends.length === 0 ? null : Math.min(...ends);
    },
  };
}
