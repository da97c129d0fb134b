import type { Ref } from "../platform/ids.ts";
import type { AlertContent } from "./alert-content.ts";
import { type BacklogChoice, chooseBacklog } from "./meet-backlog.ts";
import { settleCurrent, settleItem } from "./settle-item.ts";
import { controlsOf, putItem, type StageDraft, sendAll, stopCurrent } from "./stage-draft.ts";
import type {
  CommandResult,
  Current,
  RefusedCommand,
  StageItem,
  StageMoment,
} from "./stage-state.ts";
import { bounds } from "./timers.ts";

type Control =
  | { readonly command: "PAUSE" | "RESUME" | "MUTE" | "UNMUTE" | "PANIC" }
  | { readonly command: "VOLUME"; readonly volume: number };

export type StageCommand =
  | Control
  | { readonly command: "RELOAD" }
  | { readonly command: "SKIP"; readonly playbackRef: Ref }
  | { readonly command: "REPLAY" | "REMOVE" | "BUMP"; readonly donationRef: Ref }
  | { readonly command: "CLEAR"; readonly upToSeq: number }
  | { readonly command: "BACKLOG"; readonly choice: BacklogChoice }
  | { readonly command: "TEST"; readonly content: AlertContent };

const done: CommandResult = { ok: true };
const refused = (code: RefusedCommand): CommandResult => ({ ok: false, code });

/** A command under the name that its sender gave it, with a digest of what it says. */
export type NamedCommand = {
  readonly commandRef: Ref;
  readonly digest: string;
  readonly command: StageCommand;
};

/** Does what the streamer says, once: the same command again changes nothing, and another one under its name neither. */
export function obeyCommand(
  draft: StageDraft,
  { commandRef, digest, command }: NamedCommand,
  moment: StageMoment,
): void {
  if (draft.commands.some((known) => known.commandRef === commandRef)) return;
  const result = obey(draft, command, moment);
  draft.commands = [...draft.commands, { commandRef, digest, result }].slice(-bounds.keptCommands);
}

/** What a command came to, from the state after it. */
export function resultOfCommand(
  { commands }: Pick<StageDraft, "commands">,
  { commandRef, digest }: Pick<NamedCommand, "commandRef" | "digest">,
): CommandResult {
  const known = commands.find((command) => command.commandRef === commandRef);
  if (!known) throw new Error("A command is remembered by the step that obeys it.");
  return known.digest === digest ? known.result : refused("idempotency_key_reused");
}

function obey(draft: StageDraft, command: StageCommand, moment: StageMoment): CommandResult {
  switch (command.command) {
    case "SKIP":
      return skip(draft, command.playbackRef, moment);
    case "REMOVE":
      return removeItem(draft, command.donationRef, moment);
    case "BUMP":
      return bump(draft, command.donationRef, moment);
    case "REPLAY":
      return replay(draft, command.donationRef, moment);
    case "CLEAR":
      return clear(draft, command.upToSeq, moment);
    case "TEST":
      return addExtra(draft, "TEST", testItemOf(command.content, moment), moment);
    case "BACKLOG":
      return answerBacklog(draft, command.choice, moment);
    case "RELOAD":
      sendAll(draft, { t: "RELOAD", d: { when: "IDLE" } });
      return done;
    default:
      return control(draft, command, moment);
  }
}

function control(draft: StageDraft, command: Control, moment: StageMoment): CommandResult {
  if (command.command === "PAUSE") draft.isPaused = true;
  if (command.command === "RESUME") resume(draft);
  if (command.command === "MUTE") draft.isMuted = true;
  if (command.command === "UNMUTE") draft.isMuted = false;
  if (command.command === "VOLUME") draft.volume = command.volume;
  if (command.command === "PANIC") panic(draft, moment);
  sendAll(draft, { t: "CONTROLS", d: controlsOf(draft) });
  return done;
}

function resume(draft: StageDraft): void {
  draft.isPaused = false;
  if (draft.hold?.reason === "PANIC") {
    draft.isMuted = draft.hold.wasMuted;
    draft.hold = null;
  }
}

/** Everything off, at once: nothing is seen, nothing is heard and nothing begins. */
function panic(draft: StageDraft, moment: StageMoment): void {
  if (draft.hold?.reason !== "PANIC") draft.hold = { reason: "PANIC", wasMuted: draft.isMuted };
  draft.isPaused = true;
  draft.isMuted = true;
  if (draft.current) endCurrent(draft, draft.current, "SKIPPED", "PANIC", moment);
}

/** Stops what is played and gives it an outcome. It counts also while the page is away. */
export function endCurrent(
  draft: StageDraft,
  current: Current,
  outcome: "SKIPPED" | "REMOVED",
  reason: "PANIC" | "REFUNDED" | null,
  moment: StageMoment,
): void {
  stopCurrent(draft, current, reason ?? outcome, moment);
  settleCurrent(draft, current, outcome, reason, moment);
}

function skip(draft: StageDraft, playbackRef: Ref, moment: StageMoment): CommandResult {
  const { current } = draft;
  if (current?.playbackRef !== playbackRef) return refused("playback_not_current");
  endCurrent(draft, current, "SKIPPED", null, moment);
  return done;
}

function removeItem(draft: StageDraft, donationRef: Ref, moment: StageMoment): CommandResult {
  const item = draft.items[donationRef];
  if (!item) return refused("donation_not_queued");
  if (draft.current?.item.key === donationRef) {
    endCurrent(draft, draft.current, "REMOVED", null, moment);
  } else {
    settleItem(draft, item, outcomeOf("REMOVED"), moment);
  }
  return done;
}

function bump(draft: StageDraft, donationRef: Ref, { now }: StageMoment): CommandResult {
  const item = draft.items[donationRef];
  if (!item || item.state === "AWAITING_MODERATION") return refused("donation_not_queued");
  putItem(draft, { ...item, isFront: true, eligibleAt: Math.min(item.eligibleAt, now) });
  return done;
}

/** What waits and was paid up to this one; what came while the streamer was pressing the button is spared. */
function clear(draft: StageDraft, upToSeq: number, moment: StageMoment): CommandResult {
  for (const item of Object.values(draft.items)) {
    const isMeant = item.kind !== "LIVE" || item.seq <= upToSeq;
    const isSpared = item.state === "AWAITING_MODERATION" || item.key === draft.current?.item.key;
    if (isMeant && !isSpared) settleItem(draft, item, outcomeOf("REMOVED"), moment);
  }
  return done;
}

function replay(draft: StageDraft, donationRef: Ref, moment: StageMoment): CommandResult {
  const played = draft.done[donationRef];
  if (!played || played.outcome === "REJECTED" || played.outcome === "REFUNDED") {
    return refused("donation_not_replayable");
  }
  return addExtra(draft, "REPLAY", played.item, moment);
}

function answerBacklog(
  draft: StageDraft,
  choice: BacklogChoice,
  moment: StageMoment,
): CommandResult {
  if (draft.hold?.reason !== "BACKLOG") return refused("no_backlog");
  draft.hold = null;
  chooseBacklog(draft, choice, moment);
  return done;
}

/** A replay or a test comes next, under a ref of its own. */
function addExtra(
  draft: StageDraft,
  kind: "REPLAY" | "TEST",
  like: StageItem,
  { now, newRef }: StageMoment,
): CommandResult {
  const fresh = {
    attempts: 0,
    losses: 0,
    playbacks: [],
    eligibleAt: now,
    enqueuedAt: now,
  } as const;
  const place = { isFront: true, seq: extraSeqStart + draft.extraSeq } as const;
  draft.extraSeq += 1;
  putItem(draft, { ...like, ...fresh, ...place, key: newRef(), kind, state: "QUEUED" });
  return done;
}

// Beyond any donation's: what was interrupted goes on before a test begins.
const extraSeqStart = 1e12;

function testItemOf(content: AlertContent, { now, newRef }: StageMoment): StageItem {
  const key = newRef();
  return {
    ...{ key, donationRef: key, kind: "TEST", state: "QUEUED", content },
    ...{ seq: 0, priority: 0, paidAtMs: now, enqueuedAt: now, eligibleAt: now },
    ...{ isHeld: false, awaitsSpeech: false, isFront: true, isMediaDropped: false },
    ...{ attempts: 0, losses: 0, playbacks: [] },
  };
}

export function outcomeOf<Outcome extends "REMOVED" | "REJECTED" | "REFUNDED" | "EXPIRED">(
  outcome: Outcome,
) {
  return { outcome, reason: null, playbackRef: null, startedAt: null } as const;
}
