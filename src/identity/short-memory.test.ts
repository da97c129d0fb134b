import { expect, it } from "vitest";
import { createShortMemory } from "./short-memory.ts";

function openMemory() {
  const time = { ms: 0 };
  const clock = { now: () => new Date(time.ms) };
  return { time, memory: createShortMemory<number>({ clock, keptMs: 100, keptAtMost: 3 }) };
}

it("remembers for its time and no longer, and forgets when it is told to", () => {
  const { time, memory } = openMemory();
  memory.keep("a", 1);
  memory.keep("b", 2);
  memory.forget("b");
  time.ms = 99;
  expect([memory.recall("a"), memory.recall("b"), memory.recall("c")]).toEqual([
    1,
    undefined,
    undefined,
  ]);
  time.ms = 100;
  expect(memory.recall("a")).toBeUndefined();
});

it("remembers so many and no more, and the newest of them", () => {
  const { memory } = openMemory();
  for (const [place, name] of ["a", "b", "c", "a", "d"].entries()) memory.keep(name, place);
  expect(["a", "b", "c", "d"].map((name) => memory.recall(name))).toEqual([3, undefined, 2, 4]);
});
