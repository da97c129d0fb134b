import type { Ref } from "../platform/ids.ts";
import { lengthMsOf } from "./alert-content.ts";
import type { PlaybackOutcome } from "./playback-fact.ts";
import { putItem, release, type StageDraft, without } from "./stage-draft.ts";
import type { Current, DoneItem, StageItem, StageMoment } from "./stage-state.ts";
import { bounds, timers } from "./timers.ts";

type Outcome = {
  readonly outcome: PlaybackOutcome;
  readonly reason: string | null;
  readonly playbackRef: Ref | null;
  readonly startedAt: number | null;
};

/** Gives an item its one outcome. Only a donation's own playing is a fact; replays and tests leave no trace. */
export function settleItem(
  draft: StageDraft,
  item: StageItem,
  { outcome, reason, playbackRef, startedAt }: Outcome,
  { now }: StageMoment,
): void {
  draft.items = without(draft.items, item.key);
  if (item.kind !== "LIVE" || draft.done[item.donationRef]) return;
  const done: DoneItem = { item, outcome, reason, endedAt: now };
  draft.done = forgetOldest({ ...draft.done, [item.donationRef]: done }, draft.outbox);
  const fact = {
    donationRef: item.donationRef,
    outcome,
    reason,
    playbackRef,
    startedAtMs: startedAt,
    endedAtMs: now,
  };
  draft.outbox = { ...draft.outbox, [item.donationRef]: fact };
  if (!draft.write.isUnderWay && draft.write.attempts === 0)
    draft.write = { ...draft.write, dueAt: now };
}

/** What Postgres does not know yet is never forgotten, however much there is. */
function forgetOldest(
  done: Readonly<Record<Ref, DoneItem>>,
  outbox: StageDraft["outbox"],
): Readonly<Record<Ref, DoneItem>> {
  const refs = Object.keys(done);
  if (refs.length <= bounds.keptDone) return done;
  const oldest = refs.find((ref) => !outbox[ref]);
  return oldest === undefined ? done : without(done, oldest);
}

/** Ends what is being played with an outcome of its item, unless the item has one already. */
export function settleCurrent(
  draft: StageDraft,
  current: Current,
  outcome: PlaybackOutcome,
  reason: string | null,
  moment: StageMoment,
): void {
  const item = draft.items[current.item.key];
  const { playbackRef, startedAt } = current;
  if (item) settleItem(draft, item, { outcome, reason, playbackRef, startedAt }, moment);
  if (draft.current === current) release(draft, current, "ENDED", moment);
}

/**
 * Puts what was not played to its end back to the front. A page that said so has used up an attempt; a page that was lost
 * has not, because a dead page must not cost a donor their alert.
 */
export function requeueCurrent(
  draft: StageDraft,
  current: Current,
  charge: "ATTEMPT" | "LOSS",
  { reason, delayMs }: { readonly reason: string; readonly delayMs: number },
  moment: StageMoment,
): void {
  if (draft.current === current) release(draft, current, "ENDED", moment);
  const item = draft.items[current.item.key];
  if (!item) return;
  const again: StageItem = {
    ...item,
    attempts: item.attempts + (charge === "ATTEMPT" ? 1 : 0),
    losses: item.losses + (charge === "LOSS" ? 1 : 0),
    isFront: true,
    eligibleAt: moment.now + delayMs,
  };
  if (isExhausted(again)) failItem(draft, again, current, reason, moment);
  else putItem(draft, again);
}

/** What came of a playing whose end nobody heard: played, if nearly all of it was provably on the air. */
export function decideCurrent(
  draft: StageDraft,
  current: Current,
  reason: "ASSUMED" | "FINISH_TIMEOUT",
  moment: StageMoment,
): void {
  const onAirMs = current.startedAt === null ? 0 : current.provenAt - current.startedAt;
  const neededMs = bounds.playedShare * lengthMsOf(current.item.content);
  if (current.startedAt !== null && onAirMs >= neededMs) {
    settleCurrent(draft, current, "PLAYED", reason, moment);
    return;
  }
  const again = { reason: "INTERRUPTED", delayMs: timers.lossBackoffMs };
  requeueCurrent(draft, current, current.startedAt === null ? "LOSS" : "ATTEMPT", again, moment);
}

/** A page that seemed dead was not: the loss is turned into the attempt that it was. */
export function chargeLoss(draft: StageDraft, key: Ref, moment: StageMoment): void {
  const item = draft.items[key];
  if (!item) return;
  const charged = { ...item, attempts: item.attempts + 1, losses: Math.max(0, item.losses - 1) };
  const isOnStage = draft.current?.item.key === key;
  if (isExhausted(charged) && !isOnStage) failItem(draft, charged, null, "NOT_STARTED", moment);
  else putItem(draft, charged);
}

function isExhausted({ attempts, losses }: StageItem): boolean {
  return attempts >= bounds.attempts || losses > bounds.losses;
}

function failItem(
  draft: StageDraft,
  item: StageItem,
  current: Current | null,
  reason: string,
  moment: StageMoment,
): void {
  const playbackRef = current?.playbackRef ?? item.playbacks.at(-1)?.playbackRef ?? null;
  const startedAt = current?.startedAt ?? null;
  settleItem(draft, item, { outcome: "FAILED", reason, playbackRef, startedAt }, moment);
}
