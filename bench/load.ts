import autocannon from "autocannon";

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
  /** How many transfers one request makes. */
  readonly transfersEach?: number;
};

export type Measured = {
  readonly name: string;
  readonly clients: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
};

/** Puts a scenario under load from so many clients, and refuses to measure anything but successes. */
export async function measure(
  url: string,
  scenario: Scenario,
  clients: number,
  seconds: number,
): Promise<Measured> {
  const latencies: number[] = [];
  const options: autocannon.Options = {
    url: `${url}${scenario.path}`,
    method: scenario.method ?? "GET",
    headers: { ...scenario.headers },
    connections: clients,
    duration: seconds,
    timeout: 30,
    ...(scenario.requestOf && { requests: [{ setupRequest: withRequest(scenario.requestOf) }] }),
  };
  // The promise form tells nothing of single responses, and its percentiles know no 95th.
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
    run.on("response", (_client, _status, _bytes, ms) => latencies.push(ms));
  });
  const failures = result.non2xx + result.errors + result.timeouts;
  if (failures > 0) {
    throw new Error(
      `${scenario.name}: ${failures} requests did not succeed. ${JSON.stringify(result.statusCodeStats)}`,
    );
  }
  latencies.sort((a, b) => a - b);
  const percentile = (share: number) =>
    Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 10) / 10;
  return {
    name: scenario.name,
    clients,
    perSecond: Math.round((latencies.length / result.duration) * (scenario.transfersEach ?? 1)),
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
  };
}

function withRequest(requestOf: () => Request) {
  return (request: autocannon.Request): autocannon.Request => {
    const { body, headers } = requestOf();
    return {
      ...request,
      ...(body !== undefined && { body }),
      headers: { ...request.headers, ...headers },
    };
  };
}
