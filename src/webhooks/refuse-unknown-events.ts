import type { WebhooksDeps } from "./deps.ts";
import { endpointProblem } from "./errors.ts";

/** Refuses a type that nothing is announced by, which an endpoint would wait for in vain. */
export function refuseUnknownEvents({ eventTypes }: WebhooksDeps, wanted: readonly string[]): void {
  const isKnown = (type: string) =>
    type.endsWith(".*")
      ? eventTypes.some((known) => known.startsWith(type.slice(0, -1)))
      : eventTypes.includes(type);
  const unknown = wanted.find((type) => !isKnown(type));
  if (unknown === undefined) return;
  throw endpointProblem("webhook_event_unknown", `Nothing is announced as ${unknown}.`, {
    event_type: unknown,
  });
}
