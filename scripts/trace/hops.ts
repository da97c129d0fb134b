import type pg from "pg";
import { decodeTime } from "ulid";

/** Something that one request caused, and when. */
export type Hop = { readonly at: Date; readonly what: string; readonly detail: string };

type EventRow = {
  readonly event_ref: string;
  readonly event_type: string;
  readonly aggregate_ref: string;
  readonly committed_at: Date;
  readonly recorded_at: Date | null;
};

type AttemptRow = {
  readonly event_type: string;
  readonly endpoint_ref: string;
  readonly lined_up_at: Date;
  readonly attempt: number | null;
  readonly attempted_at: Date | null;
  readonly duration_ms: number;
  readonly outcome: string;
  readonly span: string | null;
};

/** Everything that the tables know of a trace, in the order in which it happened. */
export async function hopsOf(client: pg.Client, traceId: string, about: string): Promise<Hop[]> {
  const events = await eventsIn(client, traceId, about);
  const attempts = await attemptsFor(
    client,
    events.map(({ event_ref }) => event_ref),
  );
  const [first] = events.toSorted((one, other) => askedAt(one) - askedAt(other));
  // The Worker names an event when it reads the request; what follows from it is named later, by whoever makes it.
  const request: Hop[] = first
    ? [
        {
          at: new Date(askedAt(first)),
          what: "request read by the Worker",
          detail: `about ${first.aggregate_ref}`,
        },
      ]
    : [];
  const hops = [...request, ...events.flatMap(hopsOfEvent), ...attempts.flatMap(hopsOfAttempt)];
  return hops.toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

/** Events are found by what they are about; what else the request caused, the audit log has under its trace. */
async function eventsIn(client: pg.Client, traceId: string, about: string): Promise<EventRow[]> {
  const { rows } = await client.query<EventRow>(
    `select outbox.event_ref, outbox.event_type, outbox.aggregate_ref, outbox.created_at as committed_at, recorded_at
     from platform.outbox_events as outbox
     left join audit.audit_logs as entry on entry.trace_id = $1 and entry.event_ref = outbox.event_ref
     where outbox.aggregate_ref in (
         select entity_ref from audit.audit_logs where trace_id = $1 union select upper($2)
       )
       and outbox.traceparent like '00-' || $1 || '-%'
     order by outbox.created_at`,
    [traceId, about],
  );
  return rows;
}

async function attemptsFor(client: pg.Client, refs: readonly string[]): Promise<AttemptRow[]> {
  const { rows } = await client.query<AttemptRow>(
    `select event_type, endpoint_ref, delivery.created_at as lined_up_at, attempt, attempted_at, duration_ms,
       coalesce(response_status::text, error) as outcome,
       substring(request_headers ->> 'traceparent' from 37 for 16) as span
     from webhooks.webhook_deliveries as delivery
     join webhooks.webhook_endpoints as endpoint on endpoint.id = delivery.endpoint_id
     left join webhooks.delivery_attempts as attempt on attempt.delivery_id = delivery.id
     where event_ref = any ($1)
     order by attempted_at`,
    [refs],
  );
  return rows;
}

function hopsOfEvent(event: EventRow): Hop[] {
  const { event_type, event_ref, aggregate_ref, committed_at: committedAt, recorded_at } = event;
  const detail = `event ${event_ref}`;
  return [
    {
      at: committedAt,
      what: `${event_type} committed`,
      detail: `${detail}, about ${aggregate_ref}`,
    },
    ...(recorded_at ? [{ at: recorded_at, what: "queue: taken by audit", detail }] : []),
  ];
}

function askedAt({ event_ref }: EventRow): number {
  return decodeTime(event_ref);
}

function hopsOfAttempt(row: AttemptRow): Hop[] {
  const { endpoint_ref, lined_up_at, attempt, attempted_at, duration_ms, outcome, span } = row;
  const detail = `endpoint ${endpoint_ref}`;
  const linedUp: Hop = { at: lined_up_at, what: "queue: taken by webhooks", detail };
  if (attempt === null || attempted_at === null) return [linedUp];
  const what = `webhook attempt ${attempt}`;
  const answered = `${detail}, ${outcome} in ${duration_ms} ms, span ${span ?? "none"}`;
  return attempt === 1
    ? [linedUp, { at: attempted_at, what, detail: answered }]
    : [{ at: attempted_at, what, detail: answered }];
}
