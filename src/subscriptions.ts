import { configOf } from "./config.ts";
import { systemClock } from "./platform/clock.ts";
import type { ConsumerGroup } from "./platform/consumer-group.ts";
import { openDatabase } from "./platform/database.ts";
import { batchesOf } from "./platform/event-bundles.ts";
import {
  createClickHouseStore,
  type Forwarders,
  forwardCopies,
  forwardReport,
  forwardRows,
  restingAfterFailure,
} from "./readmodels/index.ts";
import { wakeWebhookSenders } from "./webhook-senders.ts";
import { notedDeliveries } from "./webhooks/index.ts";

/** Who hears of what happened: the whole wiring of events. A group without a line here is sent nothing. */
export const consumerGroups = [
  {
    name: "readmodels",
    queue: "saku-readmodels",
    aggregateTypes: ["wallet", "transaction"],
    consume: "readmodels.consume",
    consumeLate: "readmodels.consume_late",
    onConsumed: (env, { database, result }) => forwardReport(database, forwardersOf(env), result),
  },
  {
    name: "webhooks",
    queue: "saku-webhooks",
    aggregateTypes: "all",
    consume: "webhooks.consume",
    onConsumed: (env, { result }) => wakeWebhookSenders(env, notedDeliveries(result)),
  },
  {
    name: "audit",
    queue: "saku-audit",
    aggregateTypes: "all",
    consume: "audit.consume",
    hasNoHoles: true,
  },
] as const satisfies readonly ConsumerGroup[];

/** Who writes the copies of a share of the wallets. */
export function copyWriterOf(env: Env) {
  return (share: number) => env.COPIES.getByName(`copies-${share}`);
}

const knownForwarders = new WeakMap<Env, Forwarders>();

/** The other stores that are told of what the read models take. */
export function forwardersOf(env: Env): Forwarders {
  const known = knownForwarders.get(env);
  if (known) return known;
  const { CLICKHOUSE_URL, DATABASE_URL, NEON_PROXY_URL } = configOf(env);
  const forwarders: Forwarders = {
    EDGE: (report) => forwardCopies(copyWriterOf(env), report),
    ...(CLICKHOUSE_URL !== "" && {
      ANALYTICS: restingAfterFailure((report) => {
        const store = createClickHouseStore(CLICKHOUSE_URL, (...request) => fetch(...request));
        return forwardRows(openDatabase(DATABASE_URL, NEON_PROXY_URL), store, report);
      }, systemClock),
    }),
  };
  knownForwarders.set(env, forwarders);
  return forwarders;
}

type GroupName = (typeof consumerGroups)[number]["name"];

const queueOf: Readonly<Record<GroupName, (env: Env) => Queue>> = {
  readmodels: (env) => env.READMODELS_QUEUE,
  webhooks: (env) => env.WEBHOOKS_QUEUE,
  audit: (env) => env.AUDIT_QUEUE,
};

/** Hands bundles to the queue of a group, in as few calls as it allows. */
export async function sendBundles(
  env: Env,
  { name }: ConsumerGroup,
  bundles: readonly string[],
): Promise<void> {
  const queue = queueOf[name as GroupName](env);
  for (const batch of batchesOf(bundles)) {
    await queue.sendBatch(batch.map((body) => ({ body, contentType: "text" as const })));
  }
}

/** Whose queue this is. What a queue gave up is for the same group to take. */
export function groupOfQueue(queue: string): ConsumerGroup {
  const group = consumerGroups.find((known) => known.queue === queue.replace(/-dead$/, ""));
  if (!group) throw new Error(`No group of consumers takes from the queue ${queue}.`);
  return group;
}
