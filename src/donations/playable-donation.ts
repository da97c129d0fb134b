import type { Ref } from "../platform/ids.ts";

/** One sound of an alert. Sounds of an alert follow one another. */
export type PlayableClip = {
  readonly src: string;
  readonly gain: number;
  readonly duration_ms: number;
};

/** A paid donation as it is shown and heard: final words only, in which nobody who hides is named. */
export type PlayableDonation = {
  readonly donationRef: Ref;
  /** The order in which the streamer's donations were paid, given by Postgres. */
  readonly seq: number;
  /** The place of its tier: 0 for the lowest. */
  readonly priority: number;
  readonly isHeld: boolean;
  /** Speech is being made and is handed over later; null instead of it says that there will be none. */
  readonly awaitsSpeech: boolean;
  readonly paidAtMs: number;
  readonly content: {
    readonly view: {
      readonly title: string;
      readonly name: string;
      readonly amount_text: string;
      readonly amount: string;
      readonly currency: string;
      readonly message: string;
      readonly variant: string;
      readonly duration_ms: number;
      readonly image: string | null;
    };
    readonly audio: readonly PlayableClip[];
    readonly media: {
      readonly type: "YOUTUBE";
      readonly video_id: string;
      readonly start_s: number;
      readonly end_s: number;
      readonly volume: number;
    } | null;
  };
};

/** What is paid and has no outcome yet. */
export type Unplayed = {
  readonly items: readonly PlayableDonation[];
  /** There are no more than these. */
  readonly isWhole: boolean;
};
