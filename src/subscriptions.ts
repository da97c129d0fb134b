import { configOf } from "./config.ts";
import type { ConsumerGroup } from "./platform/consumer-group.ts";
import { batchesOf } from "./platform/event-bundles.ts";
import { createClickHouseStore, forwardCopies, forwardRows } from "./readmodels/index.ts";
import { wakeWebhookSenders } from "./webhook-senders.ts";
import { notedDeliveries } from "./webhooks/index.ts";

/** Who hears of what happened: the whole wiring of events. A group without a line here is sent nothing. */
export const consumerGroups = [
  {
    name: "readmodels",
    queue: "saku-readmodels",
    aggregateTypes: ["wallet", "transaction"],
    consume: "readmodels.consume",
    onConsumed: async (env, { database, result }) => {
      await forwardCopies((share) => env.COPIES.getByName(`copies-${share}`), result);
      const { CLICKHOUSE_URL } = configOf(env);
      if (CLICKHOUSE_URL === "") return;
      const store = createClickHouseStore(CLICKHOUSE_URL, (address, init) => fetch(address, init));
      await forwardRows(database, store, result);
    },
  },
  {
    name: "webhooks",
    queue: "saku-webhooks",
    aggregateTypes: "all",
    consume: "webhooks.consume",
    onConsumed: (env, { result }) => wakeWebhookSenders(env, notedDeliveries(result)),
  },
  { name: "audit", queue: "saku-audit", aggregateTypes: "all", consume: "audit.consume" },
] as const satisfies readonly ConsumerGroup[];

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
