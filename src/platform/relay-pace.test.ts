import { expect, it } from "vitest";
import { pauseAfterRound } from "./relay-pace.ts";

/** Where the pauses settle when so many events are committed in a second. */
function settledPauseMs(eventsASecond: number): number {
  let pauseMs = 0;
  for (let round = 0; round < 100; round += 1) {
    pauseMs = pauseAfterRound(Math.round((eventsASecond * pauseMs) / 1_000), 0);
  }
  return pauseMs;
}

it("rests shortly while little is committed, and gathers more the more there is", () => {
  expect([0, 20, 100, 250, 1_000].map(settledPauseMs)).toEqual([100, 108, 164, 800, 800]);
});

it("asks less and less often for what an open transaction holds up", () => {
  const pausesMs = [1, 5, 6, 7, 8, 9, 1_000].map((heldRounds) => pauseAfterRound(0, heldRounds));
  expect(pausesMs).toEqual([100, 100, 200, 400, 800, 800, 800]);
});
