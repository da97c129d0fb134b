import type { ConsumerGroup } from "../../src/platform/consumer-group.ts";

/** A queue in memory that shows what it holds, and refuses when it is told to. */
export type Broker = {
  readonly send: (group: ConsumerGroup, bundles: readonly string[]) => Promise<void>;
  readonly bundlesOf: (group: ConsumerGroup) => readonly string[];
  readonly refuse: (queue: string) => void;
  readonly accept: () => void;
};

export function openBroker(): Broker {
  const held = new Map<string, string[]>();
  const refusing = new Set<string>();
  return {
    send: async ({ queue }, bundles) => {
      if (refusing.has(queue)) throw new Error("Too Many Requests");
      held.set(queue, [...(held.get(queue) ?? []), ...bundles]);
    },
    bundlesOf: ({ queue }) => held.get(queue) ?? [],
    refuse: (queue) => {
      refusing.add(queue);
    },
    accept: () => refusing.clear(),
  };
}
