import type { PublicStreamer } from "../../src/donations/streamer.ts";
import { decimalsOf, unitsOf } from "../page/decimal.ts";

export type Wish = {
  amount: string;
  donorName: string;
  isAnonymous: boolean;
  message: string;
  isPrivate: boolean;
  extra: "NONE" | "TTS" | "YOUTUBE";
  link: string;
  start: string;
  length: string;
  agrees: boolean;
  isOfAge: boolean;
};

export function newWish(streamer: PublicStreamer): Wish {
  return {
    ...{ amount: "", donorName: "", isAnonymous: false, message: "", isPrivate: false },
    ...{ extra: streamer.speech.is_on ? "TTS" : "NONE", link: "", start: "", length: "" },
    ...{ agrees: false, isOfAge: false },
  };
}

/** Whether an amount is at least another. */
export function reaches(amount: string, least: string): boolean {
  const decimals = decimalsOf(least);
  return amount !== "" && unitsOf(amount, decimals) >= unitsOf(least, decimals);
}

/** Speech that the amount does not buy, or that has nothing to say, is left out instead of refused. */
export function isSpoken(wish: Wish, streamer: PublicStreamer): boolean {
  const isWanted = wish.extra === "TTS" && wish.message.trim() !== "" && !wish.isPrivate;
  return isWanted && buysSpeech(wish, streamer);
}

/** Whether messages are read aloud for this amount: from so much on, and where its tier has a voice. */
export function buysSpeech({ amount }: Wish, { speech, tiers }: PublicStreamer): boolean {
  if (!speech.is_on || !reaches(amount, speech.min_amount)) return false;
  const [lowest, ...others] = tiers.toSorted((one, other) =>
    reaches(one.min_amount, other.min_amount) ? 1 : -1,
  );
  const tier = others.findLast(({ min_amount }) => reaches(amount, min_amount)) ?? lowest;
  return (tier?.max_speech_characters ?? 0) > 0;
}

/** What the API is asked for. */
export function bodyOf(wish: Wish, streamer: PublicStreamer): Record<string, unknown> {
  const start = secondsOf(wish.start);
  const length = Number(wish.length);
  const isVideo = wish.extra === "YOUTUBE" && wish.link.trim() !== "";
  const spoken = isSpoken(wish, streamer) ? "TTS" : "NONE";
  return {
    ...{ amount: wish.amount, currency: streamer.currency },
    ...(wish.donorName.trim() === "" ? {} : { donor_name: wish.donorName.trim() }),
    ...(wish.message.trim() === "" ? {} : { message: wish.message.trim() }),
    ...{ is_anonymous: wish.isAnonymous, is_private: wish.isPrivate },
    media_type: isVideo ? "YOUTUBE" : spoken,
    ...(isVideo ? { media_link: wish.link.trim() } : {}),
    ...(isVideo && start !== null && wish.start !== "" ? { media_start_seconds: start } : {}),
    ...(isVideo && length > 0 ? { media_end_seconds: (start ?? 0) + Math.round(length) } : {}),
  };
}

/** "1:30" and "90" are ninety seconds; null is no time at all. */
export function secondsOf(text: string): number | null {
  if (text.trim() === "") return 0;
  const match = /^(?:(\d{1,2}):)?(?:(\d{1,3}):)?(\d{1,5})$/.exec(text.trim());
  if (!match) return null;
  const [hours, minutes] = match[2] === undefined ? [0, match[1]] : [match[1], match[2]];
  return Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(match[3]);
}
