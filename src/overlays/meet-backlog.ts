import { queueOf } from "./queue-order.ts";
import { settleItem } from "./settle-item.ts";
import { putItem, type StageDraft } from "./stage-draft.ts";
import type { StageItem, StageMoment } from "./stage-state.ts";
import { bounds, timers } from "./timers.ts";

/** What a streamer may have done with alerts that piled up while nothing was connected. */
export const backlogChoices = ["ALL", "LAST", "TEXT", "DISMISS"] as const;
export type BacklogChoice = (typeof backlogChoices)[number];

const policies = { PLAY: "ALL", LAST: "LAST", TEXT: "TEXT", DISMISS: "DISMISS" } as const;

/** A page came and there was none: the queue is compared with Postgres, and what piled up meets the streamer's policy. */
export function meetBacklog(draft: StageDraft, moment: StageMoment): void {
  draft.rebuildAt = moment.now;
  const wasAwayMs = draft.playerLeftAt === null ? null : moment.now - draft.playerLeftAt;
  if (wasAwayMs !== null && wasAwayMs < timers.backlogAfterMs) return;
  draft.isArriving = true;
  lookAtBacklog(draft, moment);
}

export function lookAtBacklog(draft: StageDraft, moment: StageMoment): void {
  const waiting = backlogOf(draft, moment.now);
  const oldest = Math.min(...waiting.map(({ paidAtMs }) => paidAtMs));
  const isBacklog =
    waiting.length > bounds.backlogItems || oldest < moment.now - timers.backlogAgeMs;
  if (!isBacklog || draft.hold !== null) return;
  const policy = draft.settings.backlog;
  if (policy === "ASK") {
    draft.hold = { reason: "BACKLOG", until: moment.now + timers.backlogAnswerMs };
  } else {
    chooseBacklog(draft, policies[policy], moment);
  }
}

export function chooseBacklog(draft: StageDraft, choice: BacklogChoice, moment: StageMoment): void {
  const waiting = backlogOf(draft, moment.now);
  if (choice === "TEXT") {
    // Nor does any of it wait for speech any more.
    for (const item of waiting) {
      putItem(draft, { ...item, state: "QUEUED", content: textOnly(item.content) });
    }
  }
  const spared = choice === "LAST" ? bounds.backlogItems : 0;
  const removed =
    choice === "ALL" || choice === "TEXT" ? [] : waiting.slice(0, -spared || undefined);
  const dismissed = {
    outcome: "REMOVED",
    reason: "BACKLOG",
    playbackRef: null,
    startedAt: null,
  } as const;
  for (const item of removed) settleItem(draft, item, dismissed, moment);
}

function backlogOf(draft: StageDraft, now: number): StageItem[] {
  return queueOf(draft, now).filter(({ kind }) => kind === "LIVE");
}

function textOnly(content: StageItem["content"]): StageItem["content"] {
  return { ...content, audio: [], media: null };
}
