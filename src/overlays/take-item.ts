import type { Ref } from "../platform/ids.ts";
import type { AudioClip } from "./alert-content.ts";
import type { Unplayed } from "./donation-facts.ts";
import { lookAtBacklog } from "./meet-backlog.ts";
import { endCurrent, outcomeOf } from "./obey-command.ts";
import type { QueueItem } from "./queue-item.ts";
import { settleItem } from "./settle-item.ts";
import { putItem, type StageDraft, without } from "./stage-draft.ts";
import type { StageItem, StageMoment } from "./stage-state.ts";
import { timers } from "./timers.ts";

/** Takes a donation into the queue once, however often it is handed over; one that was held is let go by the next. */
export function takeItem(draft: StageDraft, item: QueueItem, { now }: StageMoment): void {
  const known = draft.items[item.donationRef];
  if (draft.done[item.donationRef] || draft.outbox[item.donationRef]) return;
  if (known && (known.state !== "AWAITING_MODERATION" || item.isHeld)) return;
  putItem(draft, {
    ...item,
    ...{ key: item.donationRef, kind: "LIVE", state: phaseOf(item), enqueuedAt: now },
    eligibleAt: item.awaitsSpeech ? now + timers.speechMs : now,
    ...{ isFront: false, attempts: 0, losses: 0, playbacks: [], isMediaDropped: false },
  });
}

function phaseOf({ isHeld, awaitsSpeech }: QueueItem): StageItem["state"] {
  if (isHeld) return "AWAITING_MODERATION";
  return awaitsSpeech ? "PREPARING" : "QUEUED";
}

/** The rendered speech of an alert, or null where there is none: either way it need not wait any longer. */
export function takeSpeech(
  draft: StageDraft,
  donationRef: Ref,
  clip: AudioClip | null,
  { now }: StageMoment,
): void {
  const item = draft.items[donationRef];
  if (item?.state !== "PREPARING") return;
  const { content } = item;
  const audio = clip === null ? content.audio : [...content.audio, clip];
  putItem(draft, { ...item, state: "QUEUED", eligibleAt: now, content: { ...content, audio } });
}

/** A donation was rejected or paid back: it does not play, and if it plays it stops. */
export function withdrawItem(
  draft: StageDraft,
  donationRef: Ref,
  outcome: "REJECTED" | "REFUNDED",
  moment: StageMoment,
): void {
  const { current } = draft;
  const item = draft.items[donationRef];
  if (current?.item.donationRef === donationRef && current.item.kind !== "TEST") {
    if (outcome === "REFUNDED") endCurrent(draft, current, "SKIPPED", "REFUNDED", moment);
    else endCurrent(draft, current, "REMOVED", null, moment);
  } else if (item) {
    settleItem(draft, item, outcomeOf(outcome), moment);
  }
  for (const other of Object.values(draft.items)) {
    if (other.donationRef === donationRef) draft.items = without(draft.items, other.key);
  }
}

/** Compares the queue with what Postgres says is unplayed: what is missing here comes in, what is done there goes out. */
export function rebuildQueue(
  draft: StageDraft,
  { items, isWhole }: Unplayed,
  askedAt: number,
  moment: StageMoment,
): void {
  for (const item of items) takeItem(draft, item, moment);
  const unplayed = new Set(items.map(({ donationRef }) => donationRef));
  for (const item of Object.values(draft.items)) {
    const isKnownThere = item.enqueuedAt < askedAt - timers.rebuildGraceMs;
    const isOnStage = item.key === draft.current?.item.key;
    if (item.kind !== "LIVE" || !isKnownThere || isOnStage || !isWhole) continue;
    if (!unplayed.has(item.donationRef)) draft.items = without(draft.items, item.key);
  }
  if (draft.isArriving) lookAtBacklog(draft, moment);
  draft.isArriving = false;
}
