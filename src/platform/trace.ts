import { randomBytes } from "node:crypto";

/** W3C trace context: which trace a request belongs to, and which span we are in it. */
export type Trace = { readonly traceId: string; readonly spanId: string; readonly flags: string };

const traceparentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Goes on with the caller's trace in a span of our own, or begins one. A malformed header is as good as none. */
export function traceOf(traceparent: string | undefined): Trace {
  const match = traceparentPattern.exec(traceparent ?? "");
  const traceId = match?.[1];
  const chance = randomBytes(24).toString("hex");
  const isUsable = traceId !== undefined && !/^0+$/.test(traceId) && !/^0+$/.test(match?.[2] ?? "");
  return {
    traceId: isUsable ? traceId : chance.slice(16),
    spanId: chance.slice(0, 16),
    flags: isUsable ? (match?.[3] ?? "01") : "01",
  };
}

export function traceparentOf({ traceId, spanId, flags }: Trace): string {
  return `00-${traceId}-${spanId}-${flags}`;
}
