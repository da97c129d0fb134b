import type { Ref } from "../platform/ids.ts";
import { protocol, type StageMessage, type StopReason } from "./protocol.ts";
import { defaultSettings } from "./stage-settings.ts";
import type { Current, Effect, Page, StageItem, StageMoment, StageState } from "./stage-state.ts";
import { timers } from "./timers.ts";

/** A state on its way to the next one: its fields are replaced, and what they hold is never changed. */
export type StageDraft = { -readonly [Field in keyof StageState]: StageState[Field] } & {
  readonly effects: Effect[];
};

export function emptyStage(): StageState {
  return {
    rev: 0,
    epoch: 0,
    items: {},
    done: {},
    outbox: {},
    pages: {},
    strangers: {},
    current: null,
    leader: null,
    fences: {},
    gapUntil: 0,
    isPaused: false,
    isMuted: false,
    volume: 1,
    hold: null,
    playerLeftAt: null,
    settings: defaultSettings,
    widgets: {},
    commands: [],
    write: { attempts: 0, dueAt: 0, isUnderWay: false },
    rebuildAt: null,
    isArriving: false,
    extraSeq: 1,
  };
}

export function without<Value>(
  map: Readonly<Record<string, Value>>,
  key: string,
): Readonly<Record<string, Value>> {
  const { [key]: _removed, ...rest } = map;
  return rest;
}

export function putItem(draft: StageDraft, item: StageItem): void {
  draft.items = { ...draft.items, [item.key]: item };
}

export function putPage(draft: StageDraft, page: Page): void {
  draft.pages = { ...draft.pages, [page.conn]: page };
}

export function send(draft: StageDraft, conn: string, message: StageMessage): void {
  draft.effects.push({ do: "SEND", conn, message });
}

export function sendAll(draft: StageDraft, message: StageMessage): void {
  for (const conn of Object.keys(draft.pages)) send(draft, conn, message);
}

export function close(
  draft: StageDraft,
  conn: string,
  code: keyof typeof protocol.close,
  reason: string,
): void {
  draft.effects.push({ do: "CLOSE", conn, code: protocol.close[code], reason });
}

export function controlsOf(state: StageState) {
  return { is_paused: state.isPaused, is_muted: state.isMuted, volume: state.volume };
}

/** The last moment at which a page is known to have been there, whoever heard it. */
export function provenAtOf(page: Page, moment: StageMoment): number {
  return Math.max(page.heardAt, moment.heardAt(page.conn));
}

/** Ends what is being played, wherever it is seen. The fence is for whoever may not have heard it. */
export function stopCurrent(
  draft: StageDraft,
  current: Current,
  reason: StopReason,
  moment: StageMoment,
): void {
  if (current.conn !== null) {
    send(draft, current.conn, { t: "STOP", d: { playback_ref: current.playbackRef, reason } });
  }
  fenceOff(draft, current.instance, moment);
  release(draft, current, reason, moment);
}

/** Empties the slot. Mirrors are told, because nobody else tells them. */
export function release(
  draft: StageDraft,
  { playbackRef, conn }: Current,
  reason: StopReason,
  moment: StageMoment,
): void {
  draft.current = null;
  draft.gapUntil = moment.now + draft.settings.gap_ms;
  for (const page of mirrorsOf(draft, conn)) {
    send(draft, page.conn, { t: "STOP", d: { playback_ref: playbackRef, reason } });
  }
}

export function mirrorsOf(draft: StageDraft, player: string | null): readonly Page[] {
  return Object.values(draft.pages).filter(({ isMirror, conn }) => isMirror && conn !== player);
}

/** Until the lease of a page that may still be playing is over, no other page begins. */
export function fenceOff(draft: StageDraft, instance: Ref, { now }: StageMoment): void {
  const standing = Object.entries(draft.fences).filter(([, until]) => until > now);
  draft.fences = { ...Object.fromEntries(standing), [instance]: now + timers.fenceMs };
}
