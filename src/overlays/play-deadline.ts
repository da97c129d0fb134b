import { type AlertContent, lengthMsOf } from "./alert-content.ts";
import { timers } from "./timers.ts";

/** By when a page must have begun, and how long it may take: the stage's word, whatever the page thinks. */
export type PlayDeadline = { readonly startMs: number; readonly playMs: number };

export function playDeadlineOf(content: AlertContent): PlayDeadline {
  const isVideo = content.media !== null;
  const slackMs = timers.playSlackMs + (isVideo ? timers.stallMs : 0);
  return {
    startMs: isVideo ? timers.startVideoMs : timers.startMs,
    playMs: Math.min(lengthMsOf(content) + slackMs, timers.longestPlayMs),
  };
}
