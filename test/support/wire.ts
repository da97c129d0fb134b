import { env } from "cloudflare:workers";
import { vi } from "vitest";

/** The way from workerd to the database, which a test may cut while everything behind it is real. */
export type Wire = {
  /** Nothing that matches arrives any more. */
  readonly cut: (what?: RegExp) => void;
  /** What matches is done, and its answer is lost, so many times. */
  readonly loseAnswers: (times: number, what?: RegExp) => void;
  readonly mend: () => void;
  /** How many answers were lost so far. */
  readonly lost: () => number;
};

const anything = /(?:)/;

/** Lies between the driver and the network of this isolate, which the objects share with their test. */
export function openWire(): Wire {
  const reach = globalThis.fetch;
  let isLost = (_sql: string): boolean => false;
  let lossesLeft = 0;
  let lost = 0;
  let lossy = anything;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const sql = String(input) === env.NEON_PROXY_URL ? String(init?.body) : null;
    if (sql !== null && isLost(sql)) throw new TypeError("The wire is cut.");
    const response = await reach(input, init);
    if (sql === null || lossesLeft === 0 || !lossy.test(sql)) return response;
    lossesLeft -= 1;
    lost += 1;
    await response.arrayBuffer();
    throw new TypeError("The answer was lost.");
  });
  return {
    cut(what = anything) {
      isLost = (sql) => what.test(sql);
    },
    loseAnswers(times, what = anything) {
      lossesLeft = times;
      lossy = what;
    },
    mend() {
      isLost = () => false;
      lossesLeft = 0;
    },
    lost: () => lost,
  };
}
