import { formatAmount } from "../platform/money.ts";
import type { DonationWish } from "./donation-wish.ts";
import { hasWord } from "./judge-words.ts";
import type { Refusal } from "./refusal.ts";
import type { VideoFacts } from "./videos.ts";

/** The part of a video that is bought. */
export type VideoClip = {
  readonly videoId: string;
  readonly title: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
};

export type ClipRules = {
  readonly pricePerSecond: bigint;
  readonly mostSeconds: number;
  readonly minViews: number;
  readonly bannedTitles: readonly string[];
  readonly currency: string;
};

/** Which part of a video an amount buys, or why it cannot be had. */
export function planClip(wish: DonationWish, rules: ClipRules): VideoClip | Refusal {
  const { video, startSeconds } = wish;
  const fault = faultOf(video, rules);
  if (fault !== null || video === null) return unplayable(fault ?? "NOT_FOUND");
  const length = video.duration_seconds ?? startSeconds + rules.mostSeconds;
  if (startSeconds >= length) return unplayable("STARTS_AFTER_ITS_END");
  const endSeconds = wish.endSeconds ?? usualEnd(wish, rules, length);
  if (endSeconds > length || endSeconds <= startSeconds) return unplayable("ENDS_WHERE_NOTHING_IS");
  const seconds = endSeconds - startSeconds;
  if (seconds > rules.mostSeconds) {
    return { code: "media_too_long", fields: { most_seconds: rules.mostSeconds } };
  }
  const price = rules.pricePerSecond * BigInt(seconds);
  if (price > wish.amount) {
    const required = formatAmount(price, rules.currency);
    return { code: "media_needs_more", fields: { required, currency: rules.currency } };
  }
  return { videoId: video.video_id, title: video.title, startSeconds, endSeconds };
}

/** As much as the amount buys, the tier allows and the video has; a second at least, so that the price can be told. */
function usualEnd(
  { amount, startSeconds }: DonationWish,
  rules: ClipRules,
  length: number,
): number {
  const { pricePerSecond, mostSeconds } = rules;
  const bought = pricePerSecond === 0n ? BigInt(mostSeconds) : amount / pricePerSecond;
  const most = bought < BigInt(mostSeconds) ? Number.parseInt(bought.toString(), 10) : mostSeconds;
  return Math.min(length, startSeconds + Math.max(1, most));
}

function faultOf(video: VideoFacts | null, rules: ClipRules): string | null {
  if (video === null) return "NOT_FOUND";
  if (!video.is_embeddable) return "NOT_EMBEDDABLE";
  if (video.is_age_restricted) return "AGE_RESTRICTED";
  if (video.is_live) return "LIVE";
  if (video.views !== null && video.views < rules.minViews) return "TOO_FEW_VIEWS";
  return hasWord(video.title, rules.bannedTitles) ? "TITLE_NOT_WELCOME" : null;
}

function unplayable(fault: string): Refusal {
  return { code: "media_not_playable", fields: { media_fault: fault } };
}
