import { z } from "zod";
import type { Ref } from "../platform/ids.ts";

/** A delivery that a sender has taken, with all that it takes to make the attempt. */
export const dueDeliverySchema = z.object({
  delivery_ref: z.string(),
  attempt: z.int(),
  event_ref: z.string(),
  traceparent: z.string().nullable(),
  body: z.record(z.string(), z.unknown()),
  endpoint_ref: z.string(),
  url: z.string(),
  timeout_ms: z.int(),
  sealed_headers: z.string().nullable(),
  sealed_secrets: z.array(z.string()),
});

export type DueDelivery = z.output<typeof dueDeliverySchema>;

/** What became of an attempt, as the database keeps it. */
export type AttemptOutcome = {
  readonly delivery_ref: Ref;
  readonly attempt: number;
  /** GONE asks us never to come again. */
  readonly result: "DELIVERED" | "FAILED" | "GONE";
  readonly attempted_at: string;
  readonly duration_ms: number;
  readonly url: string;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly response_status: number | null;
  readonly response_headers: Readonly<Record<string, string>> | null;
  readonly error: string | null;
  readonly retry_after_s: number | null;
};
