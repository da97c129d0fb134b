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
  const gather = createGatherer(send);
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
  const gather = createGatherer(send);
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
    const gather = createGatherer(send);
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
