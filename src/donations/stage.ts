import type { Ref } from "../platform/ids.ts";
import type { PlayableClip, PlayableDonation } from "./playable-donation.ts";

/** The numbers of a widget, absolute and counted: a page keeps the highest `rev` of each. */
export type WidgetState = {
  readonly widget: "goal" | "timer" | "leaderboard" | "ticker";
  readonly id: string;
  readonly rev: number;
  readonly data: Readonly<Record<string, unknown>>;
};

/** Where donations are shown. It may fail: what it missed is told again, and each thing may be told twice. */
export type Stage = {
  readonly enqueue: (streamerRef: Ref, donation: PlayableDonation) => Promise<void>;
  /** The speech that an alert waits for, or null where it could not be made. */
  readonly addSpeech: (
    streamerRef: Ref,
    donationRef: Ref,
    speech: PlayableClip | null,
  ) => Promise<void>;
  /** It is not to be shown any more, and to be stopped if it is on the air. */
  readonly withdraw: (
    streamerRef: Ref,
    donationRef: Ref,
    outcome: "REJECTED" | "REFUNDED",
  ) => Promise<void>;
  readonly showWidget: (streamerRef: Ref, widget: WidgetState) => Promise<void>;
};

const nothing = async () => undefined;

/** Shows nothing, where nothing could be shown: facts are kept all the same. */
export const emptyStage: Stage = {
  enqueue: nothing,
  addSpeech: nothing,
  withdraw: nothing,
  showWidget: nothing,
};
