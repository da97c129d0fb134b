import { expect, it } from "vitest";
import { pauseAfterRound } from "./relay-pace.ts";

/** Where the pauses settle when so many events are committed in a second. */
function settledPauseMs(eventsASecond: number, isWatched: boolean): number {
  let pauseMs = 0;
  for (let round = 0; round < 100; round += 1) {
    const sentEvents = Math.round((eventsASecond * pauseMs) / 1_000);
    pauseMs = pauseAfterRound({ sentEvents, heldRounds: 0, isWatched });
  }
  return pauseMs;
}

it("rests shortly while little is committed, and gathers more the more there is", () => {
  const rates = [0, 20, 100, 250, 1_000];
  expect(rates.map((rate) => settledPauseMs(rate, false))).toEqual([100, 108, 164, 1_000, 1_000]);
});

it("never rests so long that who looks at a wallet hears of it after more than a second", () => {
  const rates = [0, 20, 100, 250, 1_000];
  expect(rates.map((rate) => settledPauseMs(rate, true))).toEqual([100, 108, 164, 800, 800]);
});

it("asks less and less often for what an open transaction holds up", () => {
  const pausesMs = [1, 5, 6, 7, 8, 9, 1_000].map((heldRounds) =>
    pauseAfterRound({ sentEvents: 0, heldRounds, isWatched: false }),
  );
  expect(pausesMs).toEqual([100, 100, 200, 400, 800, 1_000, 1_000]);
});
