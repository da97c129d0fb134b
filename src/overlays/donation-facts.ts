import type { Ref } from "../platform/ids.ts";
import type { PlaybackFact } from "./playback-fact.ts";
import type { QueueItem } from "./queue-item.ts";

/** Donations of a streamer that are paid, not rejected and without an outcome. */
export type Unplayed = {
  readonly items: readonly QueueItem[];
  /** There are no more than these. What a whole list lacks has an outcome already. */
  readonly isWhole: boolean;
};

/** What the stage needs of whoever keeps the facts. Both may be repeated, and both may be away for a while. */
export type DonationFacts = {
  /** Writes what became of a donation, unless something is written already. */
  readonly recordPlayback: (fact: PlaybackFact) => Promise<void>;
  readonly unplayed: (streamerRef: Ref) => Promise<Unplayed>;
};
