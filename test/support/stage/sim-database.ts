import type { Unplayed } from "../../../src/overlays/donation-facts.ts";
import type { PlaybackFact } from "../../../src/overlays/playback-fact.ts";
import type { QueueItem } from "../../../src/overlays/queue-item.ts";
import type { Chance } from "./chance.ts";
import type { Timeline } from "./timeline.ts";

/** Postgres as a stage meets it: it may be away, and it may have done what it never answered. */
export type SimDatabase = {
  readonly donations: Map<string, QueueItem>;
  readonly facts: Map<string, PlaybackFact>;
  /** Refusals to write a second outcome: what a unique fact costs whoever repeats itself. */
  readonly repeats: () => number;
  readonly beAway: (forMs: number) => void;
  readonly isAway: () => boolean;
  readonly record: (fact: PlaybackFact, answer: (isWritten: boolean) => void) => void;
  readonly unplayed: (answer: (unplayed: Unplayed | null) => void) => void;
};

export function openSimDatabase(timeline: Timeline, chance: Chance): SimDatabase {
  const donations = new Map<string, QueueItem>();
  const facts = new Map<string, PlaybackFact>();
  let awayUntil = 0;
  let repeats = 0;
  const isAway = () => timeline.now() < awayUntil;
  const soon = (act: () => void) => timeline.at(timeline.now() + chance.between(3, 60), act);
  return {
    ...{ donations, facts, isAway },
    repeats: () => repeats,
    beAway(forMs) {
      awayUntil = Math.max(awayUntil, timeline.now() + forMs);
    },
    record(fact, answer) {
      soon(() => {
        if (isAway()) return answer(false);
        if (facts.has(fact.donationRef)) repeats += 1;
        else facts.set(fact.donationRef, fact);
        // Done, and the answer is lost.
        answer(!chance.happens(0.05));
      });
    },
    unplayed(answer) {
      soon(() => {
        if (isAway()) return answer(null);
        const items = [...donations.values()].filter(({ donationRef }) => !facts.has(donationRef));
        soon(() => answer({ items, isWhole: true }));
      });
    },
  };
}
