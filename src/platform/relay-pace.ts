// Who waits for a single event waits hardly longer than it takes to send it.
const shortestMs = 100;
// A round costs a few queries of each group, however many events there are. Where many are committed, more of them share one.
const perEventMs = 4;
// Who looks at a wallet hears of a change within a second of its commit, and sending takes a part of it.
const longestMs = 800;
// An open transaction mostly ends before so many rounds, and until it does is asked for less and less often.
const patientRounds = 5;

/** How long the relay rests after a round that has sent so many events, the last of so many that were held up. */
export function pauseAfterRound(sentEvents: number, heldRounds: number): number {
  const gatheringMs = shortestMs + perEventMs * sentEvents;
  return Math.min(gatheringMs * 2 ** Math.max(heldRounds - patientRounds, 0), longestMs);
}
