import { log } from "../platform/log.ts";
import { traceOf, traceparentOf } from "../platform/trace.ts";
import type { SendingDeps } from "./deps.ts";
import type { AttemptOutcome, DueDelivery } from "./due-delivery.ts";
import { guardedPost } from "./guarded-post.ts";
import { openFor, signedHeaders } from "./webhook-secret.ts";

const goneStatus = 410;
const headersKept = 30;
const valueKept = 200;
const longestWaitS = 86_400;
// What identifies somebody at the receiver's is no business of ours.
const unkeptHeaders = /^(set-cookie|authorization|proxy-)/i;

type Prepared = {
  readonly body: string;
  readonly own: Readonly<Record<string, string>>;
  readonly foreign: Readonly<Record<string, string>>;
};

/** Sends a delivery once, and tells what came of it. It throws for nothing that a receiver does. */
export async function attemptDelivery(
  deps: SendingDeps,
  delivery: DueDelivery,
): Promise<AttemptOutcome> {
  const begun = deps.clock.now();
  const prepared = prepare(deps, delivery, begun);
  const result = prepared
    ? await send(deps, delivery, prepared)
    : unanswered("Saku could not make this attempt; whoever runs it finds out why in the log.");
  return {
    delivery_ref: delivery.delivery_ref,
    attempt: delivery.attempt,
    attempted_at: begun.toISOString(),
    // A clock may be set back meanwhile.
    duration_ms: Math.max(deps.clock.now().getTime() - begun.getTime(), 0),
    url: delivery.url,
    request_headers: prepared ? shownHeadersOf(prepared) : {},
    ...result,
  };
}

/** Null where the secrets do not open: that is no fault of the receiver, and not of the other deliveries either. */
function prepare(deps: SendingDeps, delivery: DueDelivery, at: Date): Prepared | null {
  const body = JSON.stringify(delivery.body);
  try {
    return {
      body,
      own: ownHeadersOf(deps, delivery, body, at),
      foreign: foreignHeadersOf(deps, delivery),
    };
  } catch (error) {
    const { delivery_ref, endpoint_ref } = delivery;
    log("error", "webhook_attempt_broken", { delivery_ref, endpoint_ref, error: String(error) });
    return null;
  }
}

async function send(deps: SendingDeps, delivery: DueDelivery, { body, own, foreign }: Prepared) {
  const { url, timeout_ms: timeoutMs } = delivery;
  const answer = await guardedPost(deps, { url, headers: { ...foreign, ...own }, body, timeoutMs });
  return "error" in answer ? unanswered(answer.error) : outcomeOf(deps, answer.response);
}

function unanswered(error: string) {
  const nothing = { response_status: null, response_headers: null, retry_after_s: null };
  return { ...nothing, result: "FAILED", error } as const;
}

function shownHeadersOf({ own, foreign }: Prepared): Record<string, string> {
  const sealed = Object.keys(foreign).map((name) => [name, "[sealed]"]);
  return { ...Object.fromEntries(sealed), ...own };
}

function ownHeadersOf(
  deps: SendingDeps,
  delivery: DueDelivery,
  body: string,
  at: Date,
): Record<string, string> {
  const { endpoint_ref: ref, event_ref: id, traceparent } = delivery;
  const secrets = delivery.sealed_secrets.map((each) => openFor(deps.keyEncryptionKey, ref, each));
  return {
    "content-type": "application/json",
    "user-agent": "Saku-Webhooks/1",
    ...signedHeaders({ id, at, body, secrets }),
    // The same trace as the request that began it, in a span of its own.
    ...(traceparent !== null && { traceparent: traceparentOf(traceOf(traceparent)) }),
  };
}

function foreignHeadersOf(
  { keyEncryptionKey }: SendingDeps,
  { endpoint_ref, sealed_headers }: DueDelivery,
): Record<string, string> {
  if (sealed_headers === null) return {};
  return JSON.parse(openFor(keyEncryptionKey, endpoint_ref, sealed_headers));
}

async function outcomeOf(deps: SendingDeps, response: Response) {
  const { status, headers } = response;
  // Nobody reads the body, and one that never ends must not hold the connection. One that broke already was an answer.
  await response.body?.cancel().catch((error: unknown) => {
    log("info", "webhook_answer_broken", { status, error: String(error) });
  });
  const failure = status === goneStatus ? "GONE" : "FAILED";
  const isRedirect = status >= 300 && status < 400;
  const error = response.ok
    ? null
    : `The receiver answered ${status}${isRedirect ? "; redirects are not followed" : ""}.`;
  return {
    result: response.ok ? "DELIVERED" : failure,
    response_status: status,
    response_headers: headOf(headers),
    error,
    retry_after_s: response.ok ? null : retryAfterOf(headers, deps.clock.now()),
  } as const;
}

function headOf(headers: Headers): Record<string, string> {
  const kept = [...headers].filter(([name]) => !unkeptHeaders.test(name)).slice(0, headersKept);
  return Object.fromEntries(kept.map(([name, value]) => [name, value.slice(0, valueKept)]));
}

/** How many seconds a receiver asks us to stay away, which it may say as a number or as a moment. */
export function retryAfterOf(headers: Headers, now: Date): number | null {
  const text = headers.get("retry-after");
  if (text === null) return null;
  const moment = Date.parse(text);
  const seconds = /^\d{1,9}$/.test(text)
    ? Number.parseInt(text, 10)
    : Math.ceil((moment - now.getTime()) / 1_000);
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), longestWaitS);
}
