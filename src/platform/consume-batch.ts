import { type ConsumeDeps, consumeEvents } from "./consume-events.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { eventsOf } from "./event-bundles.ts";

/** What a queue hands over, as far as it is needed here. */
export type EventBatch = {
  /** The group's own queue, or its dead one. */
  readonly queue?: string;
  readonly messages: readonly { readonly body: unknown; readonly attempts: number }[];
  readonly ackAll: () => void;
  readonly retryAll: (options: { readonly delaySeconds: number }) => void;
};

const longestDelayS = 600;

/**
 * Takes what a queue hands over. Either each event was taken or put aside, or the database failed and everything comes
 * again later: what was taken by then is known, and is passed over. It never throws, because a queue would then count
 * only that, and not wait.
 */
export async function consumeBatch(
  deps: ConsumeDeps,
  group: ConsumerGroup,
  batch: EventBatch,
): Promise<void> {
  try {
    await consumeEvents(
      deps,
      group,
      batch.messages.flatMap(({ body }) => eventsOf(String(body))),
    );
    batch.ackAll();
  } catch (error) {
    const attempts = Math.max(...batch.messages.map((message) => message.attempts));
    const delaySeconds = delayAfter(attempts);
    const { queue = group.queue } = batch;
    deps.report("events_delayed", {
      ...{ group: group.name, queue, attempts, delaySeconds },
      error: String(error),
    });
    batch.retryAll({ delaySeconds });
  }
}

/** One second after the first attempt, twice as long after each further one, ten minutes at the most. */
export function delayAfter(attempts: number): number {
  return Math.min(2 ** Math.max(attempts - 1, 0), longestDelayS);
}
