import { dropPage } from "./drop-page.ts";
import { chooseBacklog } from "./meet-backlog.ts";
import { outcomeOf } from "./obey-command.ts";
import { decideCurrent, requeueCurrent, settleItem } from "./settle-item.ts";
import {
  close,
  fenceOff,
  provenAtOf,
  putItem,
  putPage,
  type StageDraft,
  send,
  without,
} from "./stage-draft.ts";
import type { Current, Page, StageItem, StageMoment } from "./stage-state.ts";
import { bounds, timers } from "./timers.ts";

/** Does everything whose time has come. Every event begins with it, because an alarm may be late or never come. */
export function overdue(draft: StageDraft, moment: StageMoment): void {
  const { now } = moment;
  for (const page of Object.values(draft.pages)) dropOverdue(draft, page, moment);
  for (const [conn, until] of Object.entries(draft.strangers)) {
    if (until <= now) turnAway(draft, conn);
  }
  if (draft.current && draft.current.decideAt <= now) decideOverdue(draft, draft.current, moment);
  for (const item of Object.values(draft.items)) expireOrRelease(draft, item, moment);
  if (draft.hold?.reason === "BACKLOG" && draft.hold.until <= now) {
    draft.hold = null;
    chooseBacklog(draft, "ALL", moment);
  }
  askWhatIsDue(draft, now);
}

function dropOverdue(draft: StageDraft, page: Page, moment: StageMoment): void {
  const isEnded = page.endsAt !== null && page.endsAt <= moment.now;
  const isSilent = page.answerBy !== null && page.answerBy <= moment.now;
  if (isEnded) close(draft, page.conn, "accessEnded", "This link has ended.");
  else if (isSilent) close(draft, page.conn, "reconnect", "Nothing was heard.");
  if (isEnded || isSilent) dropPage(draft, page, moment);
}

function turnAway(draft: StageDraft, conn: string): void {
  close(draft, conn, "reconnect", "Nothing was said.");
  draft.strangers = without(draft.strangers, conn);
}

function decideOverdue(draft: StageDraft, current: Current, moment: StageMoment): void {
  if (current.state === "ORPHANED") {
    decideCurrent(draft, current, "ASSUMED", moment);
  } else if (current.state === "PLAYING") {
    endOverdue(draft, current, moment);
  } else {
    if (current.state === "SENT") suspect(draft, current, moment);
    const again = { reason: "NOT_STARTED", delayMs: timers.lossBackoffMs };
    requeueCurrent(draft, current, "LOSS", again, moment);
  }
}

function endOverdue(draft: StageDraft, current: Current, moment: StageMoment): void {
  const page = draft.pages[current.conn ?? ""];
  const heard = page ? provenAtOf(page, moment) : 0;
  const proven = { ...current, provenAt: Math.max(current.provenAt, heard) };
  draft.current = proven;
  suspect(draft, proven, moment);
  // It is known to have begun, so what is decided now is not taken back when the page speaks again.
  const asked = draft.pages[current.conn ?? ""];
  if (asked) putPage(draft, { ...asked, suspectKey: null });
  decideCurrent(draft, proven, "FINISH_TIMEOUT", moment);
}

/** A page that does not do what it is told is told to stop, asked whether it is there, and told nothing else until it answers. */
function suspect(
  draft: StageDraft,
  { conn, playbackRef, instance, item }: Current,
  moment: StageMoment,
): void {
  fenceOff(draft, instance, moment);
  const page = draft.pages[conn ?? ""];
  if (!page) return;
  send(draft, page.conn, { t: "STOP", d: { playback_ref: playbackRef, reason: "TIMEOUT" } });
  send(draft, page.conn, { t: "PROBE", d: {} });
  const answerBy = moment.now + timers.answerMs;
  putPage(draft, { ...page, isSuspect: true, answerBy, suspectKey: item.key });
}

function expireOrRelease(draft: StageDraft, item: StageItem, moment: StageMoment): void {
  const { now } = moment;
  if (
    item.kind === "LIVE" &&
    item.key !== draft.current?.item.key &&
    expiresAtOf(draft, item) <= now
  ) {
    settleItem(draft, item, outcomeOf("EXPIRED"), moment);
  } else if (item.state === "PREPARING" && item.eligibleAt <= now) {
    putItem(draft, { ...item, state: "QUEUED" });
  }
}

export function expiresAtOf({ settings }: Pick<StageDraft, "settings">, item: StageItem): number {
  return settings.max_age_s === null
    ? Number.POSITIVE_INFINITY
    : item.paidAtMs + settings.max_age_s * 1_000;
}

function askWhatIsDue(draft: StageDraft, now: number): void {
  const facts = Object.values(draft.outbox).slice(0, bounds.factsAtOnce);
  if (facts.length > 0 && draft.write.dueAt <= now) {
    // Whoever writes may vanish without a word, so it is done again in time; twice is harmless.
    draft.write = { ...draft.write, isUnderWay: true, dueAt: now + timers.writePatienceMs };
    draft.effects.push({ do: "WRITE", facts });
  }
  if (draft.rebuildAt !== null && draft.rebuildAt <= now) {
    draft.rebuildAt = now + timers.rebuildMs;
    draft.effects.push({ do: "REBUILD" });
  }
}
