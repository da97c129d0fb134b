import { expect, it, vi } from "vitest";
import { createGatherer } from "./gather.ts";

/** Calls that end when the test says so, at a time that it sets. */
function heldGatherer() {
  const calls: { items: readonly number[]; end: (error?: Error) => void }[] = [];
  const clock = { ms: 0 };
  const kept: Promise<void>[] = [];
  const watched: (() => void)[] = [];
  const gather = createGatherer<number, string>({
    send: (items) =>
      new Promise((resolve, reject) => {
        calls.push({
          items,
          end: (error) => (error ? reject(error) : resolve(items.map((item) => `done ${item}`))),
        });
      }),
    sizeOf: (item) => item,
    keep: (work) => kept.push(work),
    watch: (giveUp) => watched.push(giveUp),
    now: () => clock.ms,
  });
  return { gather, calls, clock, kept, watched };
}

it("sends at once what comes alone, and together what comes while a call is under way", async () => {
  const { gather, calls, kept } = heldGatherer();
  const answers = [1, 2, 3].map((item) => gather(item));
  expect(calls.map(({ items }) => items)).toEqual([[1]]);
  calls[0]?.end();
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]?.items).toEqual([2, 3]);
  calls[1]?.end();
  expect(await Promise.all(answers)).toEqual(["done 1", "done 2", "done 3"]);
  await Promise.all(kept);
  void gather(4);
  expect(calls[2]?.items).toEqual([4]);
});

it("tells everybody of a call that it failed, and goes on with the next", async () => {
  const { gather, calls } = heldGatherer();
  const [first, second] = [gather(1), gather(2)];
  calls[0]?.end(new Error("lost"));
  await expect(first).rejects.toThrow("lost");
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  calls[1]?.end();
  expect(await second).toBe("done 2");
});

it("keeps the work of whoever sends alive past its own answer, and no longer than there is any", async () => {
  const { gather, calls, kept } = heldGatherer();
  const first = gather(1);
  const second = gather(2);
  expect(kept).toHaveLength(1);
  calls[0]?.end();
  expect(await first).toBe("done 1");
  calls[1]?.end();
  expect(await second).toBe("done 2");
  await kept[0];
});

it("lets a later request send when whoever should have done so is lost", async () => {
  const { gather, calls, clock } = heldGatherer();
  // Nobody will ever end its call.
  void gather(1);
  const second = gather(2);
  clock.ms = 5_000;
  const third = gather(3);
  expect(calls.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  calls[1]?.end();
  expect(await Promise.all([second, third])).toEqual(["done 2", "done 3"]);
});

it("leaves what came after its term to whoever took over", async () => {
  const { gather, calls, clock } = heldGatherer();
  const first = gather(1);
  clock.ms = 5_000;
  void gather(2);
  void gather(3);
  calls[0]?.end();
  expect(await first).toBe("done 1");
  expect(calls.map(({ items }) => items)).toEqual([[1], [2]]);
  calls[1]?.end();
  await vi.waitFor(() => expect(calls[2]?.items).toEqual([3]));
});

it("fails who was forgotten, and never sends what has failed", async () => {
  const { gather, calls, clock, watched } = heldGatherer();
  void gather(1);
  const forgotten = gather(2);
  watched[0]?.();
  await expect(forgotten).rejects.toThrow("its answer was lost");
  clock.ms = 5_000;
  void gather(3);
  expect(calls[1]?.items).toEqual([3]);
});

it("sends no more in one call than it can carry, and what is larger alone", async () => {
  const { gather, calls } = heldGatherer();
  const sizes = [1, 2_000_000, 2_000_000, 1, 9_000_000, 1];
  const answers = sizes.map((item) => gather(item));
  const groups = [[1], [2_000_000, 2_000_000], [1], [9_000_000], [1]];
  for (const [index, group] of groups.entries()) {
    await vi.waitFor(() => expect(calls[index]?.items).toEqual(group));
    calls[index]?.end();
  }
  expect(await Promise.all(answers)).toEqual(sizes.map((size) => `done ${size}`));
});
