import { z } from "zod";
import { answered, type Database } from "./platform/database.ts";
import { endpoint } from "./platform/endpoint.ts";
import { dataHeaders } from "./platform/headers.ts";
import { type Metric, prometheusMediaType, prometheusText } from "./platform/prometheus.ts";
import { createRoutes, type RouteVariables } from "./platform/routes.ts";

type MetricsEnv = { Variables: RouteVariables & { database: Database } };

const metricsEndpoint = endpoint({
  method: "get",
  path: "/v1/admin/metrics",
  operationId: "getMetrics",
  tag: "Service",
  scope: "metrics:read",
  summary: "Read the metrics",
  description:
    "How the platform is doing, in the text format of Prometheus: how far events are behind, what each group of " +
    "consumers has taken and parked, deliveries, jobs, the audit log and the transactions of the last minute.",
  replies: {
    200: { description: "The numbers.", body: z.string(), mediaType: prometheusMediaType },
  },
  problems: [],
});

const seconds = z.coerce.number();
const numbersSchema = z.object({
  events: z.object({
    horizon_lag_ms: z.number(),
    groups: z.array(
      z.object({
        group: z.string(),
        relay_lag_ms: z.number(),
        sent: z.number(),
        consumed: z.number(),
        waiting: z.number(),
        last_lag_ms: z.number().nullable(),
        early: z.number(),
        failed: z.number(),
        dead: z.number(),
      }),
    ),
  }),
  jobs: z.array(
    z.object({
      job: z.string(),
      is_clean: z.boolean(),
      finished_at_s: seconds,
      duration_s: seconds,
    }),
  ),
  transactions: z.object({
    last_minute: z.array(z.object({ type: z.string(), status: z.string(), count: z.number() })),
    scheduled_due: z.number(),
  }),
  webhooks: z.object({
    deliveries_pending: z.number(),
    oldest_due_seconds: z.number(),
    endpoints_enabled: z.number(),
    endpoints_failing: z.number(),
    endpoints_disabled: z.number(),
  }),
  audit: z.object({
    unsealed: z.number(),
    seals: z.number(),
    sealed_at_s: seconds.nullable(),
    denials_waiting: z.number(),
    in_default_partition: z.number(),
  }),
});
type Numbers = z.output<typeof numbersSchema>;
type Group = Numbers["events"]["groups"][number];

/** Each context counts what is its own; one round trip asks them all. */
export const metricsRoutes = createRoutes<MetricsEnv>().on(metricsEndpoint, async (c) => {
  const [row] = await answered(c.var.database.sql`
    select platform.event_metrics() as events, platform.job_metrics() as jobs, transactions.metrics() as transactions,
      webhooks.metrics() as webhooks, audit.metrics() as audit`);
  const text = prometheusText(metricsOf(numbersSchema.parse(row)));
  return new Response(text, { headers: { ...dataHeaders, "content-type": prometheusMediaType } });
});

function metricsOf(numbers: Numbers): Metric[] {
  return [
    ...eventMetrics(numbers.events),
    ...jobMetrics(numbers.jobs),
    ...transactionMetrics(numbers.transactions),
    ...webhookMetrics(numbers.webhooks),
    ...auditMetrics(numbers.audit),
  ];
}

function eventMetrics({ horizon_lag_ms, groups }: Numbers["events"]): Metric[] {
  const each = (value: (group: Group) => number | null) =>
    groups.map((group) => ({ labels: { group: group.group }, value: value(group) }));
  return [
    gauge(
      "saku_horizon_lag_seconds",
      "Age of the oldest event that an open transaction hides from readers.",
      horizon_lag_ms / 1_000,
    ),
    {
      name: "saku_relay_lag_seconds",
      type: "gauge",
      help: "Age of the oldest event that was not sent to the group.",
      samples: each(({ relay_lag_ms }) => relay_lag_ms / 1_000),
    },
    {
      name: "saku_group_lag_seconds",
      type: "gauge",
      help: "How old an event was when the group took it last.",
      samples: each(({ last_lag_ms }) => (last_lag_ms === null ? null : last_lag_ms / 1_000)),
    },
    {
      name: "saku_group_events_sent_total",
      type: "counter",
      help: "Events that were sent to the group.",
      samples: each(({ sent }) => sent),
    },
    {
      name: "saku_group_events_consumed_total",
      type: "counter",
      help: "Events that the group has taken.",
      samples: each(({ consumed }) => consumed),
    },
    {
      name: "saku_group_events_waiting",
      type: "gauge",
      help: "Events that were sent and not taken yet.",
      samples: each(({ waiting }) => waiting),
    },
    {
      name: "saku_group_events_parked",
      type: "gauge",
      help: "Events that wait: for their predecessor, for another attempt, for an operator.",
      samples: groups.flatMap(({ group, early, failed, dead }) =>
        Object.entries({ early, failed, dead }).map(([reason, value]) => ({
          labels: { group, reason },
          value,
        })),
      ),
    },
  ];
}

function jobMetrics(jobs: Numbers["jobs"]): Metric[] {
  const each = (value: (job: Numbers["jobs"][number]) => number) =>
    jobs.map((job) => ({ labels: { job: job.job }, value: value(job) }));
  return [
    {
      name: "saku_job_finished_timestamp_seconds",
      type: "gauge",
      help: "When the job ran last.",
      samples: each(({ finished_at_s }) => finished_at_s),
    },
    {
      name: "saku_job_duration_seconds",
      type: "gauge",
      help: "How long it took.",
      samples: each(({ duration_s }) => duration_s),
    },
    {
      name: "saku_job_clean",
      type: "gauge",
      help: "1 when it found everything in order.",
      samples: each(({ is_clean }) => (is_clean ? 1 : 0)),
    },
  ];
}

function transactionMetrics({ last_minute, scheduled_due }: Numbers["transactions"]): Metric[] {
  return [
    {
      name: "saku_transactions_last_minute",
      type: "gauge",
      help: "Transactions that were asked for in the last minute, by what became of them.",
      samples: last_minute.map(({ type, status, count }) => ({
        labels: { type, status },
        value: count,
      })),
    },
    gauge(
      "saku_scheduled_commands_due",
      "Scheduled commands whose time has come and that are not done yet.",
      scheduled_due,
    ),
  ];
}

function webhookMetrics(webhooks: Numbers["webhooks"]): Metric[] {
  const { endpoints_enabled: enabled, endpoints_failing: failing } = webhooks;
  const states = { enabled, failing, disabled: webhooks.endpoints_disabled };
  return [
    gauge(
      "saku_webhook_deliveries_pending",
      "Deliveries that are still to be made or tried again.",
      webhooks.deliveries_pending,
    ),
    gauge(
      "saku_webhook_oldest_due_seconds",
      "How long the oldest delivery has been due.",
      webhooks.oldest_due_seconds,
    ),
    {
      name: "saku_webhook_endpoints",
      type: "gauge",
      help: "Endpoints by state; the failing ones are enabled too.",
      samples: Object.entries(states).map(([state, value]) => ({ labels: { state }, value })),
    },
  ];
}

function auditMetrics(audit: Numbers["audit"]): Metric[] {
  return [
    gauge("saku_audit_entries_unsealed", "Entries that no seal covers yet.", audit.unsealed),
    {
      name: "saku_audit_seals_total",
      type: "counter",
      help: "Seals over the audit log.",
      samples: [{ value: audit.seals }],
    },
    gauge("saku_audit_sealed_timestamp_seconds", "When it was sealed last.", audit.sealed_at_s),
    gauge(
      "saku_audit_denials_waiting",
      "Denials that the audit log has not taken over yet.",
      audit.denials_waiting,
    ),
    gauge(
      "saku_audit_entries_misplaced",
      "Entries in the default partition, which no month's archive will hold.",
      audit.in_default_partition,
    ),
  ];
}

function gauge(name: Metric["name"], help: string, value: number | null): Metric {
  return { name, type: "gauge", help, samples: [{ value }] };
}
