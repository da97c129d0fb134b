import type { StageItem, StageState } from "./stage-state.ts";
import { timers } from "./timers.ts";

/** Compares two items that wait: what was put to the front, then the tier where it counts, then the order of payment. */
export type QueueOrder = (one: StageItem, other: StageItem) => number;

export function queueOrderOf({ settings }: StageState, now: number): QueueOrder {
  // Whoever waits long rises, or small donations would never be played on a good day.
  const rankOf = ({ priority, paidAtMs }: StageItem) =>
    settings.order === "TIER" ? priority + Math.floor((now - paidAtMs) / timers.ageingMs) : 0;
  const frontOf = ({ isFront }: StageItem) => (isFront ? 1 : 0);
  return (one, other) =>
    frontOf(other) - frontOf(one) || rankOf(other) - rankOf(one) || one.seq - other.seq;
}

/** Everything that waits, in the order in which it would be played. */
export function queueOf(state: StageState, now: number): StageItem[] {
  return Object.values(state.items)
    .filter(
      ({ key, state: phase }) => phase !== "AWAITING_MODERATION" && key !== state.current?.item.key,
    )
    .toSorted(queueOrderOf(state, now));
}

/** What is to be played next, of what may be played now. */
export function nextItemOf(state: StageState, now: number): StageItem | undefined {
  const order = queueOrderOf(state, now);
  let next: StageItem | undefined;
  for (const item of Object.values(state.items)) {
    if (item.state !== "QUEUED" || item.eligibleAt > now) continue;
    if (!next || order(item, next) < 0) next = item;
  }
  return next;
}
