import { hearTerminal } from "./hear-page.ts";
import { meetBacklog } from "./meet-backlog.ts";
import { playDeadlineOf } from "./play-deadline.ts";
import type { Hello } from "./protocol.ts";
import { chargeLoss, decideCurrent, requeueCurrent } from "./settle-item.ts";
import { close, fenceOff, putPage, type StageDraft, send, without } from "./stage-draft.ts";
import type { Page, PagePass, StageMoment } from "./stage-state.ts";
import { timers } from "./timers.ts";

/** A page has come, or come back: it says what it is playing and what has ended, and is told what to make of it. */
export function greetPage(
  draft: StageDraft,
  conn: string,
  pass: PagePass,
  hello: Hello,
  moment: StageMoment,
): void {
  const { now } = moment;
  const isFirst = pass.canPlay && !Object.values(draft.pages).some(({ canPlay }) => canPlay);
  const former = Object.values(draft.pages).find(
    (page) => page.instance === pass.instance && page.conn !== conn,
  );
  const { kind, is_visible: isVisible, is_active: isActive, is_audio_ok: isAudioOk } = hello;
  const page: Page = {
    ...pass,
    ...{ conn, kind, isVisible, isActive, isAudioOk, heardAt: now },
    connectedAt: former?.connectedAt ?? now,
    isSuspect: false,
    answerBy: null,
    suspectKey: null,
  };
  if (former) replacePage(draft, former, page, moment);
  putPage(draft, page);
  for (const terminal of hello.terminals) hearTerminal(draft, page, terminal, moment);
  adoptPlaying(draft, page, hello.rendering, moment);
  if (isFirst) meetBacklog(draft, moment);
}

/** One page has one connection: the new one takes over whatever the old one had. */
function replacePage(draft: StageDraft, former: Page, page: Page, moment: StageMoment): void {
  close(draft, former.conn, "replaced", "The same page has connected again.");
  draft.pages = without(draft.pages, former.conn);
  if (draft.leader === former.conn) draft.leader = page.conn;
  if (draft.current?.conn === former.conn) draft.current = { ...draft.current, conn: page.conn };
  if (former.suspectKey !== null) chargeLoss(draft, former.suspectKey, moment);
}

function adoptPlaying(
  draft: StageDraft,
  page: Page,
  rendering: Hello["rendering"],
  moment: StageMoment,
): void {
  const { current } = draft;
  const isPlayer = current?.instance === page.instance;
  if (rendering && isPlayer && rendering.playback_ref === current.playbackRef) {
    const startedAt = rendering.has_started ? (current.startedAt ?? moment.now) : null;
    const { startMs, playMs } = playDeadlineOf(current.item.content);
    draft.current = {
      ...current,
      conn: page.conn,
      state: startedAt === null ? "SENT" : "PLAYING",
      startedAt,
      provenAt: moment.now,
      decideAt: startedAt === null ? moment.now + startMs : startedAt + playMs,
    };
    send(draft, page.conn, { t: "CONTINUE", d: { playback_ref: current.playbackRef } });
    return;
  }
  if (rendering) {
    const stale = { playback_ref: rendering.playback_ref, reason: "STALE" } as const;
    send(draft, page.conn, { t: "STOP", d: stale });
    fenceOff(draft, page.instance, moment);
  }
  if (!isPlayer) return;
  // It was told to play and is not playing: what it was told was lost, or it has stopped by itself.
  if (current.startedAt !== null) decideCurrent(draft, current, "ASSUMED", moment);
  else {
    const again = { reason: "NOT_STARTED", delayMs: timers.lossBackoffMs };
    requeueCurrent(draft, current, "LOSS", again, moment);
  }
}
