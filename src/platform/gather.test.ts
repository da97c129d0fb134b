import { expect, it, vi } from "vitest";
import { createGatherer } from "./gather.ts";

/** Calls that end when the test says so. */
function heldCalls() {
  const calls: { items: readonly number[]; end: (error?: Error) => void }[] = [];
  const send = (items: readonly number[]) =>
    new Promise<readonly string[]>((resolve, reject) => {
      calls.push({
        items,
        end: (error) => (error ? reject(error) : resolve(items.map((item) => `done ${item}`))),
      });
    });
  return { calls, send };
}

it("sends at once what comes alone, and together what comes while a call is under way", async () => {
  const { calls, send } = heldCalls();
  const gather = createGatherer({ send, sizeOf: (item) => item });
  const answers = [1, 2, 3].map((item) => gather(item));
  expect(calls.map(({ items }) => items)).toEqual([[1]]);
  calls[0]?.end();
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]?.items).toEqual([2, 3]);
  calls[1]?.end();
  expect(await Promise.all(answers)).toEqual(["done 1", "done 2", "done 3"]);
});

it("tells everybody of a call that it failed, and goes on with the next", async () => {
  const { calls, send } = heldCalls();
  const gather = createGatherer({ send, sizeOf: (item) => item });
  const [first, second] = [gather(1), gather(2)];
  calls[0]?.end(new Error("lost"));
  await expect(first).rejects.toThrow("lost");
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  calls[1]?.end();
  expect(await second).toBe("done 2");
});

it("lets those who wait for a leader that vanished go by themselves", async () => {
  vi.useFakeTimers();
  try {
    const { calls, send } = heldCalls();
    const gather = createGatherer({ send, sizeOf: (item) => item });
    // Its client is gone and nobody will ever end its call.
    void gather(1);
    const second = gather(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls.map(({ items }) => items)).toEqual([[1], [2]]);
    calls[1]?.end();
    expect(await second).toBe("done 2");
    const third = gather(3);
    calls[2]?.end();
    expect(await third).toBe("done 3");
  } finally {
    vi.useRealTimers();
  }
});

const ended = new Set<unknown>();

it("sends no more in one call than it can carry, and what is larger alone", async () => {
  const { calls, send } = heldCalls();
  const gather = createGatherer({ send, sizeOf: (item) => item });
  const sizes = [1, 2_000_000, 1_999_999, 2, 9_000_000, 3];
  const answers = sizes.map((item) => gather(item));
  let done = 0;
  while (done < sizes.length) {
    const call = await vi.waitFor(() => {
      const next = calls.find(({ end }) => end !== undefined && !ended.has(end));
      if (!next) throw new Error("No call is under way.");
      return next;
    });
    ended.add(call.end);
    call.end();
    done += call.items.length;
  }
  expect(await Promise.all(answers)).toEqual(sizes.map((size) => `done ${size}`));
  expect(calls.map(({ items }) => items)).toEqual([
    [1],
    [2_000_000, 1_999_999],
    [2],
    [9_000_000],
    [3],
  ]);
});

it("goes by itself when whoever took it along is lost, though it was told to lead", async () => {
  vi.useFakeTimers();
  try {
    const { calls, send } = heldCalls();
    const gather = createGatherer({ send, sizeOf: (item) => item });
    const first = gather(1);
    const second = gather(2);
    calls[0]?.end();
    // It arrives between the end of the first call and the moment in which the second is woken.
    while (calls.length < 2) {
      void gather(3);
      await Promise.resolve();
    }
    expect(await first).toBe("done 1");
    await vi.advanceTimersByTimeAsync(60_000);
    for (const { end } of calls.slice(2)) end();
    expect(await second).toBe("done 2");
  } finally {
    vi.useRealTimers();
  }
});
