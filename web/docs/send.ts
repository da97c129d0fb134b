import { currentApiKey } from "./api-key.ts";
import type { Operation } from "./operations.ts";
import { urlOf } from "./samples.ts";

/** What came back, or that nothing did. */
export type Outcome =
  | {
      readonly arrived: true;
      readonly status: number;
      readonly statusText: string;
      readonly headers: Headers;
      readonly body: string;
      readonly timeMs: number;
    }
  | { readonly arrived: false; readonly timeMs: number };

const patienceMs = 30_000;

/** Sends the real request to the server that this page came from. */
export async function sendRequest(
  operation: Operation,
  values: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const startedAt = performance.now();
  const timeMs = () => Math.round(performance.now() - startedAt);
  try {
    const response = await fetch(urlOf(operation, values), {
      method: operation.method,
      headers: headersOf(operation, values),
      body: operation.body ? (values.get("body") ?? null) : null,
      signal: AbortSignal.timeout(patienceMs),
      // An answer from the cache would not be the server's.
      cache: "no-store",
    });
    const body = await response.text();
    const { status, statusText, headers } = response;
    return { arrived: true, status, statusText, headers, body, timeMs: timeMs() };
  } catch {
    return { arrived: false, timeMs: timeMs() };
  }
}

function headersOf(operation: Operation, values: ReadonlyMap<string, string>): [string, string][] {
  const headers: [string, string][] = [];
  const key = currentApiKey();
  if (operation.needsKey && key !== "") headers.push(["Authorization", `Bearer ${key}`]);
  if (operation.body) headers.push(["Content-Type", "application/json"]);
  for (const { name } of operation.fields.filter(({ place }) => place === "header")) {
    const value = values.get(`header ${name}`) ?? "";
    if (value !== "") headers.push([name, value]);
  }
  return headers;
}
