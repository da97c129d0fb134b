import type { AlertMedia } from "../../src/overlays/alert-content.ts";

/** What YouTube's player says of itself. */
export type PlayerMessage = { readonly event?: unknown; readonly info?: unknown };

/** How far the part of a video has come. */
export type Clip = {
  readonly media: AlertMedia;
  readonly beganAt: number;
  hasAnswered: boolean;
  hasStarted: boolean;
  firstS: number | null;
  atS: number;
  movedAt: number;
  news: "STARTED" | null;
  /** ENDED, or the code of what went wrong. */
  end: string | null;
};

// Advertisements may come first; the stage waits a little longer than this.
const startLimitMs = 27_000;
const stallLimitMs = 14_000;
const enough = 0.8;
const endedState = 0;

export function newClip(media: AlertMedia, now: number): Clip {
  return {
    ...{ media, beganAt: now, hasAnswered: false, hasStarted: false },
    ...{ firstS: null, atS: media.start_s, movedAt: now, news: null, end: null },
  };
}

/** How much of it has been played, from 0 to 1. */
export function progressOf({ media, atS }: Clip): number {
  return Math.min(1, Math.max(0, (atS - media.start_s) / (media.end_s - media.start_s)));
}

export function noteMessage(clip: Clip, { event, info }: PlayerMessage, now: number): void {
  if (event === "onError") clip.end = `YT_${Number(info)}`;
  else if (event === "onStateChange") noteState(clip, info);
  else if (info !== null && typeof info === "object") {
    noteProgress(clip, Reflect.get(info, "currentTime"), now);
    noteState(clip, Reflect.get(info, "playerState"));
  }
}

function noteProgress(clip: Clip, at: unknown, now: number): void {
  if (typeof at !== "number" || at === clip.atS) return;
  clip.atS = at;
  clip.movedAt = now;
  clip.firstS ??= at;
  // Only a time that advances proves that it is seen: advertisements are reported as playing too.
  if (!clip.hasStarted && at > clip.firstS) {
    clip.hasStarted = true;
    clip.news = "STARTED";
  }
  if (clip.hasStarted && at >= clip.media.end_s) clip.end = "ENDED";
}

function noteState(clip: Clip, state: unknown): void {
  if (clip.hasStarted && state === endedState) clip.end = "ENDED";
}

/** What never starts is given up, and so is what stands still; nearly all of it is as good as all. */
export function noteTime(clip: Clip, now: number): void {
  if (!clip.hasStarted && now - clip.beganAt > startLimitMs) clip.end = "YT_STALL";
  if (clip.hasStarted && now - clip.movedAt > stallLimitMs) {
    clip.end = progressOf(clip) >= enough ? "ENDED" : "YT_STALL";
  }
}
