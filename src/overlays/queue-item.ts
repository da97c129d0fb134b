import type { Ref } from "../platform/ids.ts";
import type { AlertContent } from "./alert-content.ts";

/** A paid donation on its way to the stage. Handing the same one over twice changes nothing. */
export type QueueItem = {
  readonly donationRef: Ref;
  /** The order in which the streamer's donations were paid, given by Postgres. */
  readonly seq: number;
  /** The tier, where the streamer lets bigger donations go first. */
  readonly priority: number;
  /** Waits for a moderator. The same item without it, handed over later, lets it play. */
  readonly isHeld: boolean;
  /** Speech is being rendered and will follow; the alert waits for it a little, and then plays without. */
  readonly awaitsSpeech: boolean;
  readonly paidAtMs: number;
  readonly content: AlertContent;
};
