import type { VideoFacts } from "./videos.ts";

/** What a donor asks for, as far as its rules need to know. Minor units. */
export type DonationWish = {
  readonly amount: bigint;
  readonly donorName: string | null;
  readonly message: string | null;
  readonly isAnonymous: boolean;
  readonly isPrivate: boolean;
  readonly mediaType: "NONE" | "TTS" | "YOUTUBE";
  readonly video: VideoFacts | null;
  readonly startSeconds: number;
  /** Null: as long as the amount buys. */
  readonly endSeconds: number | null;
};
