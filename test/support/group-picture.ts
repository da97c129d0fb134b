import { consumerGroups } from "../../src/subscriptions.ts";
import { queryAs } from "./database.ts";
import type { Twin } from "./twins.ts";

type Picture = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

// What a twin announces itself has other refs and another time than what its twin does; that it does, and how often, is
// the same. So is everything that says when a row was written.
const own = "event_type = 'balance_monitor.triggered'";
const log = `select case when ${own} then jsonb_build_object('entity_ref', entity_ref, 'metadata', metadata)
    else to_jsonb(entry) - '{log_id,recorded_at,entry_hash}'::text[] end as row
  from audit.audit_logs as entry order by entity_ref, metadata ->> 'sequence'`;
const deliveries = `select case when ${own} then jsonb_build_object('to', endpoint_id, 'of', aggregate_ref, 'sequence', sequence)
    else to_jsonb(delivery) - '{id,delivery_ref,due_at,created_at}'::text[] end as row
  from webhooks.webhook_deliveries as delivery order by endpoint_id, aggregate_ref, sequence`;

const queries: Readonly<Record<string, string>> = {
  balances: "select * from readmodels.balances order by wallet_ref, stripe, generation",
  holds: "select * from readmodels.holds order by transaction_ref, generation",
  entries: "select * from readmodels.entries order by account_ref, stripe, version, generation",
  facts: "select * from readmodels.facts order by transaction_ref, generation",
  snapshots: "select * from readmodels.snapshots order by wallet_ref, stripe, date, generation",
  progress: "select * from readmodels.progress",
  late: "select * from readmodels.late_copies",
  monitors: `select to_jsonb(monitor) - '{triggered_at}'::text[] as row
    from webhooks.balance_monitors as monitor order by monitor_ref`,
  positions:
    "select * from platform.inbox_positions order by consumer_group, aggregate_type, aggregate_ref",
  parked: "select * from platform.parked_events",
  dropped: "select * from platform.dropped_events",
  log,
  deliveries,
};

/** All that the groups have made of what they were told. */
export async function pictureOf({ ownerUrl }: Twin): Promise<Picture> {
  const parts = Object.entries(queries).map(
    async ([name, text]) => [name, await queryAs(ownerUrl, text)] as const,
  );
  return Object.fromEntries(await Promise.all(parts));
}

/** Events that a log of everything that happened has not exactly once. */
export function unloggedIn({ ownerUrl }: Twin) {
  return queryAs(
    ownerUrl,
    `select event_ref, count(log_id) as entries, count(occurred.event_ref) as events
     from platform.outbox_events as happened
     full join audit.audit_logs as entry using (event_ref)
     full join audit.audit_event_ids as occurred using (event_ref)
     group by event_ref
     having count(happened.event_type) <> 1 or count(log_id) <> 1 or count(occurred.occurred_at) <> 1`,
  );
}

/** How many events happened that each group is sent. */
export async function expectedCounts({ ownerUrl }: Twin) {
  const kinds = await queryAs<{ kind: string; events: number }>(
    ownerUrl,
    "select aggregate_type as kind, count(*)::integer as events from platform.outbox_events group by aggregate_type",
  );
  const groups = consumerGroups.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return groups.map(({ name: group, aggregateTypes }) => {
    const types: readonly string[] | "all" = aggregateTypes;
    const own = kinds.filter(({ kind }) => types === "all" || types.includes(kind));
    const count = own.reduce((sum, { events }) => sum + events, 0);
    return {
      group,
      sent: count,
      consumed: count,
      waiting: 0,
      early: 0,
      failed: 0,
      dead: 0,
      relay_lag_ms: 0,
    };
  });
}
