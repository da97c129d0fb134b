import autocannon from "autocannon";

export type Scenario = {
  readonly name: string;
  readonly path: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each request, so that no two are repetitions of one. */
  readonly bodyOf?: () => string;
};

export type Measured = {
  readonly name: string;
  readonly clients: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p97Ms: number;
  readonly p99Ms: number;
};

/** Puts a scenario under load from so many clients, and refuses to measure anything but successes. */
export async function measure(
  url: string,
  scenario: Scenario,
  clients: number,
  seconds: number,
): Promise<Measured> {
  const result = await autocannon({
    url: `${url}${scenario.path}`,
    method: scenario.method ?? "GET",
    headers: { ...scenario.headers },
    connections: clients,
    duration: seconds,
    ...(scenario.bodyOf && { requests: [{ setupRequest: withBody(scenario.bodyOf) }] }),
  });
  const failures = result.non2xx + result.errors + result.timeouts;
  if (failures > 0) throw new Error(`${scenario.name}: ${failures} requests did not succeed.`);
  return {
    name: scenario.name,
    clients,
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p97Ms: result.latency.p97_5,
    p99Ms: result.latency.p99,
  };
}

function withBody(bodyOf: () => string) {
  return (request: autocannon.Request): autocannon.Request => ({ ...request, body: bodyOf() });
}
