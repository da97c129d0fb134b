import type { Ref } from "../platform/ids.ts";
import type { AudioClip } from "./alert-content.ts";
import type { Unplayed } from "./donation-facts.ts";
import { dropPage } from "./drop-page.ts";
import { dropSilentLeader, electLeader } from "./elect-leader.ts";
import { greetPage } from "./greet-page.ts";
import { hearPage } from "./hear-page.ts";
import { type NamedCommand, obeyCommand } from "./obey-command.ts";
import { expiresAtOf, overdue } from "./overdue.ts";
import { playDeadlineOf } from "./play-deadline.ts";
import type { PageMessage, Widget } from "./protocol.ts";
import type { QueueItem } from "./queue-item.ts";
import { nextItemOf } from "./queue-order.ts";
import {
  close,
  controlsOf,
  mirrorsOf,
  putItem,
  type StageDraft,
  send,
  sendAll,
  without,
} from "./stage-draft.ts";
import type { StageSettings } from "./stage-settings.ts";
import type { Effect, PagePass, StageMoment, StageState } from "./stage-state.ts";
import { rebuildQueue, takeItem, takeSpeech, withdrawItem } from "./take-item.ts";
import { bounds, timers } from "./timers.ts";

/** Everything that can happen to a stage. */
export type StageEvent =
  | { readonly type: "TICK" }
  /** The stage woke again, and these connections are still open. */
  | { readonly type: "RESTARTED"; readonly open: readonly string[] }
  | { readonly type: "ENQUEUE"; readonly item: QueueItem }
  | { readonly type: "SPEECH"; readonly donationRef: Ref; readonly clip: AudioClip | null }
  | {
      readonly type: "WITHDRAW";
      readonly donationRef: Ref;
      readonly outcome: "REJECTED" | "REFUNDED";
    }
  | { readonly type: "REBUILT"; readonly unplayed: Unplayed; readonly askedAt: number }
  | { readonly type: "REBUILD_FAILED" }
  | { readonly type: "WRITTEN"; readonly donationRefs: readonly Ref[]; readonly isWhole: boolean }
  | {
      readonly type: "SAID";
      readonly conn: string;
      readonly pass: PagePass;
      readonly message: PageMessage;
    }
  /** A page's connection is open; it has not said who it is. */
  | { readonly type: "ARRIVED"; readonly conn: string }
  | { readonly type: "CLOSED"; readonly conn: string }
  | {
      readonly type: "TOKENS_ENDED";
      readonly ends: readonly { readonly tokenRef: Ref; readonly endsAt: number }[];
    }
  | { readonly type: "CONFIGURE"; readonly settings: StageSettings }
  /** What this overlay shows has changed. */
  | { readonly type: "RELOAD"; readonly overlayRef: Ref }
  | { readonly type: "WIDGET"; readonly widget: Widget }
  | ({ readonly type: "COMMAND" } & NamedCommand);

/** What a stage becomes by an event, and what is to be done about it. It asks nobody and changes nothing. */
export type Dispatcher = (
  state: StageState,
  event: StageEvent,
  moment: StageMoment,
) => { readonly state: StageState; readonly effects: readonly Effect[] };

export const step: Dispatcher = (state, event, moment) => {
  const draft: StageDraft = { ...state, effects: [] };
  overdue(draft, moment);
  handle(draft, event, moment);
  overdue(draft, moment);
  electLeader(draft);
  if (event.type === "SAID" && event.message.t === "HELLO") welcome(draft, event.conn);
  if (isReady(draft, moment)) dispatch(draft, moment);
  const { effects, ...next } = draft;
  const isChanged = Object.entries(next).some(
    ([field, value]) => state[field as keyof StageState] !== value,
  );
  return { state: isChanged ? { ...next, rev: state.rev + 1 } : state, effects };
};

function handle(draft: StageDraft, event: StageEvent, moment: StageMoment): void {
  switch (event.type) {
    case "TICK":
      return;
    case "RESTARTED":
      restart(draft, event.open, moment);
      return;
    case "ENQUEUE":
      takeItem(draft, event.item, moment);
      return;
    case "SPEECH":
      takeSpeech(draft, event.donationRef, event.clip, moment);
      return;
    case "WITHDRAW":
      withdrawItem(draft, event.donationRef, event.outcome, moment);
      return;
    case "REBUILT":
      rebuildQueue(draft, event.unplayed, event.askedAt, moment);
      return;
    case "REBUILD_FAILED":
      if (draft.rebuildAt !== null) draft.rebuildAt = moment.now + timers.rebuildRetryMs;
      return;
    case "WRITTEN":
      noteWritten(draft, event, moment);
      return;
    case "CONFIGURE":
      draft.settings = event.settings;
      return;
    case "RELOAD":
      reload(draft, event.overlayRef);
      return;
    case "WIDGET":
      showWidget(draft, event.widget);
      return;
    case "COMMAND":
      obeyCommand(draft, event, moment);
      return;
    default:
      handleConnection(draft, event, moment);
      return;
  }
}

function handleConnection(
  draft: StageDraft,
  event: Extract<StageEvent, { type: "SAID" | "ARRIVED" | "CLOSED" | "TOKENS_ENDED" }>,
  moment: StageMoment,
): void {
  if (event.type === "TOKENS_ENDED") {
    endTokens(draft, event.ends);
    return;
  }
  if (event.type === "ARRIVED") {
    draft.strangers = { ...draft.strangers, [event.conn]: moment.now + timers.helloMs };
    return;
  }
  const page = draft.pages[event.conn];
  if (draft.strangers[event.conn]) draft.strangers = without(draft.strangers, event.conn);
  if (event.type === "CLOSED") {
    if (page) dropPage(draft, page, moment);
  } else if (event.message.t === "HELLO") {
    greetPage(draft, event.conn, event.pass, event.message.d, moment);
  } else if (page) {
    hearPage(draft, page, event.message, moment);
  } else {
    // The stage has lost what it knew; who connects again says what they are playing.
    close(draft, event.conn, "reconnect", "Say hello first.");
  }
}

function restart(draft: StageDraft, open: readonly string[], moment: StageMoment): void {
  for (const page of Object.values(draft.pages)) {
    if (!open.includes(page.conn)) dropPage(draft, page, moment);
  }
  const forgotten = open.filter((conn) => !draft.pages[conn]);
  for (const conn of Object.keys(draft.strangers)) draft.strangers = without(draft.strangers, conn);
  // A page that the stage has forgotten would be silent for ever: its pings are answered without waking anybody.
  for (const conn of forgotten) close(draft, conn, "reconnect", "Say hello again.");
  // It may be playing, so nobody begins before it has said so or its lease is over.
  if (forgotten.length > 0) draft.gapUntil = moment.now + timers.fenceMs;
  // Whoever was writing is gone, and writing twice is harmless.
  if (draft.write.isUnderWay) {
    draft.write = { ...draft.write, isUnderWay: false, dueAt: moment.now };
  }
}

function noteWritten(
  draft: StageDraft,
  { donationRefs, isWhole }: Extract<StageEvent, { type: "WRITTEN" }>,
  { now }: StageMoment,
): void {
  for (const ref of donationRefs) draft.outbox = without(draft.outbox, ref);
  const attempts = isWhole ? 0 : draft.write.attempts + 1;
  const pauseMs = Math.min(
    timers.firstWriteRetryMs * 2 ** (attempts - 1),
    timers.longestWriteRetryMs,
  );
  draft.write = { attempts, dueAt: isWhole ? now : now + pauseMs, isUnderWay: false };
}

function showWidget(draft: StageDraft, widget: Widget): void {
  const key = `${widget.widget} ${widget.id}`;
  const isNew = !draft.widgets[key] && Object.keys(draft.widgets).length >= bounds.keptWidgets;
  if (isNew || (draft.widgets[key]?.rev ?? -1) >= widget.rev) return;
  draft.widgets = { ...draft.widgets, [key]: widget };
  sendAll(draft, { t: "WIDGET", d: widget });
}

function reload(draft: StageDraft, overlayRef: Ref): void {
  for (const page of Object.values(draft.pages)) {
    if (page.overlayRef !== overlayRef) continue;
    send(draft, page.conn, { t: "RELOAD", d: { when: "IDLE" } });
  }
}

function endTokens(
  draft: StageDraft,
  ends: readonly { readonly tokenRef: Ref; readonly endsAt: number }[],
): void {
  const endsAtOf = new Map(ends.map(({ tokenRef, endsAt }) => [tokenRef, endsAt]));
  for (const page of Object.values(draft.pages)) {
    const endsAt = endsAtOf.get(page.tokenRef);
    if (endsAt !== undefined) draft.pages = { ...draft.pages, [page.conn]: { ...page, endsAt } };
  }
}

function welcome(draft: StageDraft, conn: string): void {
  if (!draft.pages[conn]) return;
  const role = draft.leader === conn ? "LEADER" : "FOLLOWER";
  const stage = { epoch: draft.epoch, lease_ms: timers.leaseMs, ...controlsOf(draft) };
  send(draft, conn, {
    t: "WELCOME",
    d: { conn, role, ...stage, widgets: Object.values(draft.widgets) },
  });
}

/** When the next alert may begin, as far as anything but the alerts decides it; null while something forbids it. */
function openAtOf(state: StageState): number | null {
  const leader = state.leader === null ? undefined : state.pages[state.leader];
  if (state.current || state.isPaused || state.hold || !leader) return null;
  const fences = Object.entries(state.fences).flatMap(([instance, until]) =>
    instance === leader.instance ? [] : [until],
  );
  return Math.max(state.gapUntil, ...fences);
}

function isReady(draft: StageDraft, moment: StageMoment): boolean {
  const isOpen = () => (openAtOf(draft) ?? Number.POSITIVE_INFINITY) <= moment.now;
  while (isOpen() && nextItemOf(draft, moment.now)) {
    if (!dropSilentLeader(draft, moment)) return true;
  }
  return false;
}

function dispatch(draft: StageDraft, moment: StageMoment): void {
  const item = nextItemOf(draft, moment.now);
  const leader = draft.pages[draft.leader ?? ""];
  if (!item || !leader) return;
  const playbackRef = moment.newRef();
  const sent = {
    ...item,
    playbacks: [...item.playbacks, { playbackRef, instance: leader.instance }].slice(
      -bounds.losses,
    ),
  };
  putItem(draft, sent);
  const { startMs, playMs } = playDeadlineOf(item.content);
  const startBy = moment.now + startMs;
  draft.current = {
    ...{ playbackRef, item: sent, conn: leader.conn, instance: leader.instance, state: "SENT" },
    ...{ startedAt: null, provenAt: moment.now, decideAt: startBy },
  };
  const play = {
    ...{ playback_ref: playbackRef, kind: item.kind, epoch: draft.epoch },
    donation_ref: item.kind === "TEST" ? null : item.donationRef,
    ...{ start_by: startBy, max_ms: playMs, ...item.content },
  };
  send(draft, leader.conn, { t: "PLAY", d: { ...play, is_mirror: false } });
  for (const page of mirrorsOf(draft, leader.conn)) {
    send(draft, page.conn, { t: "PLAY", d: { ...play, is_mirror: true, audio: [], media: null } });
  }
}

/** When the stage has to be woken if nothing happens before; null when it may sleep. */
export function nextWakeOf(state: StageState): number | null {
  const openAt = openAtOf(state);
  const items = Object.values(state.items);
  const waiting = items.filter(({ key }) => key !== state.current?.item.key);
  const moments = [
    state.current?.decideAt ?? Number.POSITIVE_INFINITY,
    state.rebuildAt ?? Number.POSITIVE_INFINITY,
    ...Object.values(state.strangers),
    state.hold?.reason === "BACKLOG" ? state.hold.until : Number.POSITIVE_INFINITY,
    Object.keys(state.outbox).length > 0 ? state.write.dueAt : Number.POSITIVE_INFINITY,
    ...Object.values(state.pages).flatMap(({ endsAt, answerBy }) => [
      endsAt ?? Number.POSITIVE_INFINITY,
      answerBy ?? Number.POSITIVE_INFINITY,
    ]),
    ...waiting.flatMap((item) => (item.kind === "LIVE" ? [expiresAtOf(state, item)] : [])),
    ...waiting.flatMap(({ state: phase, eligibleAt }) =>
      phase === "PREPARING" ? [eligibleAt] : [],
    ),
    ...waiting.flatMap(({ state: phase, eligibleAt }) =>
      openAt !== null && phase === "QUEUED" ? [Math.max(openAt, eligibleAt)] : [],
    ),
  ];
  const first = Math.min(...moments);
  return Number.isFinite(first) ? first : null;
}
