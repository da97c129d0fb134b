/** A round of the relay that is over. */
export type Round = {
  readonly sentEvents: number;
  /** How many rounds in a row, this one included, may have left something that an open transaction holds up. */
  readonly heldRounds: number;
  /** Whether somebody looks at a wallet right now. */
  readonly isWatched: boolean;
};

// Who waits for a single event waits hardly longer than it takes to send it.
const shortestMs = 100;
// A round costs a few queries of each group, however many events there are. Where many are committed, more of them share
// one, and transfers have the database for themselves in between.
const perEventMs = 4;
const longestMs = 1_000;
// Who looks at a wallet hears of a change within a second of its commit, and sending takes a part of it.
const longestWatchedMs = 800;
// An open transaction mostly ends before so many rounds, and until it does is asked for less and less often.
const patientRounds = 5;

/** How long the relay rests after a round. */
export function pauseAfterRound({ sentEvents, heldRounds, isWatched }: Round): number {
  const gatheringMs = shortestMs + perEventMs * sentEvents;
  return Math.min(
    gatheringMs * 2 ** Math.max(heldRounds - patientRounds, 0),
    isWatched ? longestWatchedMs : longestMs,
  );
}
