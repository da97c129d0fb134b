import { expect, it } from "vitest";
import { createRests } from "./rests.ts";

function scene() {
  const clock = { at: 0, now: () => new Date(clock.at) };
  return { clock, rests: createRests(clock) };
}

it("lets whoever failed rest, longer after each failure, and half a minute at the most", () => {
  const { clock, rests } = scene();
  const restsMs = Array.from({ length: 8 }, () => {
    rests.begin("audit");
    const untilMs = rests.firstEnd() ?? 0;
    expect(rests.isResting("audit")).toBe(true);
    const restMs = untilMs - clock.at;
    clock.at = untilMs;
    expect(rests.isResting("audit")).toBe(false);
    return restMs;
  });
  expect(restsMs).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

it("forgets the failures of whoever succeeds, and nobody else's", () => {
  const { rests } = scene();
  rests.begin("audit");
  rests.begin("audit");
  rests.begin("webhooks");
  expect(rests.firstEnd()).toBe(1_000);
  rests.end("webhooks");
  expect(rests.firstEnd()).toBe(2_000);
  expect(rests.isResting("webhooks")).toBe(false);
  rests.end("audit");
  expect(rests.firstEnd()).toBeNull();
});
