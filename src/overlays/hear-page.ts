import { playDeadlineOf } from "./play-deadline.ts";
import type { Hello, PageMessage } from "./protocol.ts";
import { chargeLoss, requeueCurrent, settleCurrent, settleItem } from "./settle-item.ts";
import { fenceOff, putItem, putPage, type StageDraft, send, stopCurrent } from "./stage-draft.ts";
import type { Current, Page, StageItem, StageMoment } from "./stage-state.ts";
import { timers } from "./timers.ts";

type Terminal = Hello["terminals"][number];
type Said = Exclude<PageMessage, { readonly t: "HELLO" }>;

/** What a page says once it was greeted. What is not about the present playing changes nothing. */
export function hearPage(draft: StageDraft, known: Page, message: Said, moment: StageMoment): void {
  if (known.isSuspect && known.suspectKey !== null) chargeLoss(draft, known.suspectKey, moment);
  const page = {
    ...known,
    heardAt: moment.now,
    isSuspect: false,
    answerBy: null,
    suspectKey: null,
  };
  putPage(draft, page);
  switch (message.t) {
    case "STARTED":
      hearStart(draft, page, message.d.playback_ref, moment);
      return;
    case "FINISHED":
      hearTerminal(draft, page, { ...message.d, result: "FINISHED" }, moment);
      return;
    case "FAILED":
      hearTerminal(draft, page, { ...message.d, result: "FAILED" }, moment);
      return;
    case "VISIBILITY": {
      const { is_visible: isVisible, is_active: isActive } = message.d;
      putPage(draft, { ...page, isVisible, isActive });
      return;
    }
    case "AUDIO":
      putPage(draft, { ...page, isAudioOk: message.d.is_ok });
      return;
    case "ALIVE":
      return;
  }
}

function playingOf(draft: StageDraft, page: Page, playbackRef: string): Current | null {
  const { current } = draft;
  const isPresent = current?.playbackRef === playbackRef && current.instance === page.instance;
  return isPresent ? current : null;
}

function hearStart(draft: StageDraft, page: Page, playbackRef: string, moment: StageMoment): void {
  const current = playingOf(draft, page, playbackRef);
  if (!current) {
    send(draft, page.conn, { t: "STOP", d: { playback_ref: playbackRef, reason: "STALE" } });
    fenceOff(draft, page.instance, moment);
    return;
  }
  if (current.startedAt !== null) return;
  const { playMs } = playDeadlineOf(current.item.content);
  const began = { conn: page.conn, state: "PLAYING", startedAt: moment.now } as const;
  const times = { provenAt: moment.now, decideAt: moment.now + playMs };
  draft.current = { ...current, ...began, ...times };
}

/** The end of a playing, heard at once or only when the page had come back. */
export function hearTerminal(
  draft: StageDraft,
  page: Page,
  { playback_ref: playbackRef, result, code }: Terminal,
  moment: StageMoment,
): void {
  send(draft, page.conn, { t: "ACK", d: { playback_ref: playbackRef } });
  const current = playingOf(draft, page, playbackRef);
  if (current && result === "FINISHED") {
    const isWhole = !current.item.isMediaDropped;
    settleCurrent(draft, current, "PLAYED", isWhole ? null : "MEDIA_FAILED", moment);
  } else if (current) {
    retryFailed(draft, current, code ?? "EXCEPTION", moment);
  } else if (result === "FINISHED") {
    hearLateFinish(draft, page, playbackRef, moment);
  }
}

/** A video that cannot be shown is left out of the next attempt: the donor's words are shown all the same. */
function retryFailed(draft: StageDraft, current: Current, code: string, moment: StageMoment): void {
  const item = draft.items[current.item.key];
  const isVideo = code.startsWith("YT_") && current.item.content.media !== null;
  if (item && isVideo) {
    putItem(draft, { ...item, isMediaDropped: true, content: { ...item.content, media: null } });
  }
  const delayMs = timers.failureBackoffMs[current.item.attempts] ?? timers.lossBackoffMs;
  requeueCurrent(draft, current, "ATTEMPT", { reason: code, delayMs }, moment);
}

/** It was played to its end while it seemed lost. If it has begun again, that goes on; if it was only sent, it ends. */
function hearLateFinish(
  draft: StageDraft,
  page: Page,
  playbackRef: string,
  moment: StageMoment,
): void {
  const item = Object.values(draft.items).find((candidate) =>
    wasSentTo(candidate, page, playbackRef),
  );
  if (!item) return;
  const { current } = draft;
  const late = { outcome: "PLAYED", reason: "LATE", playbackRef, startedAt: null } as const;
  settleItem(draft, item, late, moment);
  if (current?.item.key === item.key && current.startedAt === null) {
    stopCurrent(draft, current, "STALE", moment);
  }
}

function wasSentTo({ playbacks }: StageItem, page: Page, playbackRef: string): boolean {
  return playbacks.some(
    (sent) => sent.playbackRef === playbackRef && sent.instance === page.instance,
  );
}
