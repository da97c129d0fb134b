/** Time that stands still until something is planned: an evening takes milliseconds. */
export type Timeline = {
  readonly now: () => number;
  /** Plans something; the answer takes it back. */
  readonly at: (moment: number, act: () => void) => () => void;
  readonly runUntil: (moment: number) => void;
};

type Planned = { readonly at: number; readonly order: number; act: (() => void) | null };

export function createTimeline(startMs: number): Timeline {
  const heap: Planned[] = [];
  let now = startMs;
  let planned = 0;
  return {
    now: () => now,
    at(moment, act) {
      const entry: Planned = { at: Math.max(moment, now), order: planned, act };
      planned += 1;
      push(heap, entry);
      return () => {
        entry.act = null;
      };
    },
    runUntil(moment) {
      for (let first = heap[0]; first && first.at <= moment; first = heap[0]) {
        pop(heap);
        now = first.at;
        first.act?.();
      }
      now = Math.max(now, moment);
    },
  };
}

function isBefore(one: Planned | undefined, other: Planned | undefined): boolean {
  if (!one || !other) return one !== undefined;
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function push(heap: Planned[], entry: Planned): void {
  let place = heap.length;
  heap.push(entry);
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent];
    if (!above || !isBefore(entry, above)) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = entry;
}

function pop(heap: Planned[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const child = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
    const below = heap[child];
    if (!below || !isBefore(below, last)) break;
    heap[place] = below;
    place = child;
  }
  heap[place] = last;
}
