import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "undici";
import { type Spread, spreadOf } from "./spread.ts";

export type Request = {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Scenario = {
  readonly name: string;
  readonly path: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each request, so that no two are repetitions of one. */
  readonly requestOf?: () => Request;
  /** How many requests are sent in a second at the most; without it, as many as are answered. */
  readonly perSecondAtMost?: number;
  /** How many transfers one request makes. */
  readonly transfersEach?: number;
};

export type Measured = Spread & {
  readonly name: string;
  readonly clients: number;
  readonly requests: number;
  readonly perSecond: number;
};

const patienceMs = 30_000;

/** Puts a scenario under load from so many clients, and refuses to measure anything but successes. */
export async function measure(
  url: string,
  scenario: Scenario,
  clients: number,
  seconds: number,
): Promise<Measured> {
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  const begunAt = performance.now();
  const until = begunAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async (_none, index) => {
      const pause = paceOf(scenario, clients, index, begunAt);
      const client = new Client(url, { pipelining: 1, headersTimeout: patienceMs });
      for (let now = performance.now(); now < until; ) {
        if (pause) now = await pause();
        const status = await ask(client, scenario);
        const then = performance.now();
        latencies.push(then - now);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        now = then;
      }
      await client.close();
    }),
  );
  const elapsedSeconds = (performance.now() - begunAt) / 1_000;
  if ([...statuses.keys()].some((status) => status < 200 || status > 299)) {
    const counted = JSON.stringify(Object.fromEntries(statuses));
    throw new Error(`${scenario.name}: not every request succeeded. ${counted}`);
  }
  return {
    name: scenario.name,
    clients,
    requests: latencies.length,
    perSecond: Math.round((latencies.length / elapsedSeconds) * (scenario.transfersEach ?? 1)),
    ...spreadOf(latencies),
  };
}

/** Waits for this client's next turn. Turns follow the clock, so that a slow answer does not lower the rate. */
function paceOf(
  { perSecondAtMost }: Scenario,
  clients: number,
  index: number,
  begunAt: number,
): (() => Promise<number>) | null {
  if (perSecondAtMost === undefined) return null;
  const betweenMs = (clients / perSecondAtMost) * 1_000;
  let turnAt = begunAt + (index / clients) * betweenMs;
  return async () => {
    await sleep(Math.max(0, turnAt - performance.now()));
    turnAt += betweenMs;
    return performance.now();
  };
}

/** The status of one answer, which has arrived whole. */
function ask(client: Client, { path, method = "GET", headers, requestOf }: Scenario) {
  const { body, headers: own } = requestOf?.() ?? {};
  return new Promise<number>((resolve, reject) => {
    let status = 0;
    client.dispatch(
      { path, method, body: body ?? null, headers: { ...headers, ...own } },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, code) => {
          status = code;
        },
        onResponseData: () => undefined,
        onResponseEnd: () => resolve(status),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}
