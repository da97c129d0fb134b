import type { Database } from "./database.ts";

/**
 * Consumers that share one queue and take each event once. A group subscribes to everything about a kind of thing, or to
 * everything at all: the sequences that it is sent have no gaps.
 */
export type ConsumerGroup = {
  readonly name: string;
  /** The queue of the group; what it gives up on arrives at the queue of this name with `-dead` after it. */
  readonly queue: string;
  readonly aggregateTypes: readonly string[] | "all";
  /**
   * The SQL function that takes events, `(_events json) returns json`. It asks platform.admit_events which of them are
   * next, and its effect commits with the positions.
   */
  readonly consume: `${string}.${string}`;
  /**
   * The same for events that no queue brings again. Whatever follows their commit must not be lost with who makes it, so a
   * group whose `onConsumed` matters notes it in the commit.
   */
  readonly consumeLate?: `${string}.${string}`;
  /** What it cannot take is mended and replayed, and never dropped. */
  readonly hasNoHoles?: boolean;
  /** What the group does after its effect has committed. A failure here is logged, and undoes nothing. */
  readonly onConsumed?: (env: Env, consumed: Consumed) => Promise<void>;
};

export type Consumed = {
  readonly database: Database;
  /** What the SQL function answered. */
  readonly result: unknown;
};

/** Whether a group is sent what happens to such things. */
export function isSubscribed(group: ConsumerGroup, aggregateType: string): boolean {
  return group.aggregateTypes === "all" || group.aggregateTypes.includes(aggregateType);
}

/** Whether nothing may be dropped for a group. */
export function isWhole({ hasNoHoles = false }: ConsumerGroup): boolean {
  return hasNoHoles;
}

/** The types as SQL takes them: null is every type. */
export function typesOf({ aggregateTypes }: ConsumerGroup): readonly string[] | null {
  return aggregateTypes === "all" ? null : aggregateTypes;
}
