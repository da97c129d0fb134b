import type { Ref } from "../platform/ids.ts";

export const playbackOutcomes = [
  "PLAYED",
  "SKIPPED",
  "REJECTED",
  "REMOVED",
  "EXPIRED",
  "FAILED",
  "REFUNDED",
] as const;
export type PlaybackOutcome = (typeof playbackOutcomes)[number];

/** What became of a donation on the stage: one fact, once, for whoever keeps facts. */
export type PlaybackFact = {
  readonly donationRef: Ref;
  readonly outcome: PlaybackOutcome;
  /** In capitals: ASSUMED, FINISH_TIMEOUT, PANIC, MEDIA_FAILED and the like; null where the outcome says it all. */
  readonly reason: string | null;
  /** Null where it never came to be played. */
  readonly playbackRef: Ref | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number;
};
