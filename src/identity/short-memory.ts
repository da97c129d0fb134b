import type { Clock } from "../platform/clock.ts";

/** What was found out a moment ago, and will be asked again in the next. */
export type ShortMemory<Value> = {
  readonly recall: (name: string) => Value | undefined;
  readonly keep: (name: string, value: Value) => void;
  readonly forget: (name: string) => void;
};

export type ShortMemoryOptions = {
  readonly clock: Clock;
  readonly keptMs: number;
  readonly keptAtMost: number;
};

/** Remembers a bounded number of values for a bounded time. The oldest go first. */
export function createShortMemory<Value>(options: ShortMemoryOptions): ShortMemory<Value> {
  const { clock, keptMs, keptAtMost } = options;
  const kept = new Map<string, { readonly value: Value; readonly atMs: number }>();
  return {
    recall: (name) => {
      const last = kept.get(name);
      return last && clock.now().getTime() - last.atMs < keptMs ? last.value : undefined;
    },
    keep: (name, value) => {
      kept.delete(name);
      kept.set(name, { value, atMs: clock.now().getTime() });
      if (kept.size <= keptAtMost) return;
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        return;
      }
    },
    forget: (name) => {
      kept.delete(name);
    },
  };
}
