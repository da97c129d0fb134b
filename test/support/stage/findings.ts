import type { StageEvent } from "../../../src/overlays/dispatcher.ts";
import type { PlaybackFact } from "../../../src/overlays/playback-fact.ts";
import type { StageMessage } from "../../../src/overlays/protocol.ts";
import type { Effect, StageItem, StageState } from "../../../src/overlays/stage-state.ts";
import type { SimDatabase } from "./sim-database.ts";
import type { Timeline } from "./timeline.ts";

/** What a stage must never do, and did. */
export type Findings = { readonly violations: string[] };

type Watched = {
  readonly timeline: Timeline;
  readonly database: SimDatabase;
  /** A stage that loses its storage may tell another outcome than the one that it never wrote. */
  readonly isForgetful: boolean;
};
type Play = Extract<StageMessage, { t: "PLAY" }>["d"];
type Rule = readonly [isBroken: boolean, rule: string, what: string];

/** Looks at every step of a stage from outside, with rules that are written a second time here. */
export function watchStage({ timeline, database, isForgetful }: Watched) {
  const findings: Findings = { violations: [] };
  const told = new Map<string, PlaybackFact>();

  const watch = (
    before: StageState,
    event: StageEvent,
    after: StageState,
    effects: readonly Effect[],
  ) => {
    const plays = playsIn(effects);
    const rules: Rule[] = [
      [plays.length > 1, "I1", "two were told to play at once"],
      [hasUnstarted(before, after), "I9", "a playing that had begun has not begun"],
      [isMoved(before, after, timeline.now()) && isStale(before, event), "I9", "old words count"],
      [isMoved(before, after, timeline.now()) && isVain(before, event), "I14", "old orders count"],
      ...plays.flatMap(({ conn, play }) => rulesOfPlay(after, conn, play)),
      ...Object.entries(after.outbox).flatMap(([ref, fact]) => rulesOfFact(ref, fact)),
      ...Object.values(after.items).map((item) => ruleOfItem(after, item)),
    ];
    for (const [isBroken, rule, what] of rules) {
      if (isBroken) findings.violations.push(`${rule} at ${timeline.now()}: ${what}`);
    }
  };

  function rulesOfPlay(after: StageState, conn: string, play: Play): Rule[] {
    const ref = play.donation_ref ?? "";
    const isLive = play.kind === "LIVE";
    const { current } = after;
    const isKnown = after.outbox[ref] !== undefined || after.done[ref] !== undefined;
    const isFirst = isFirstOf(after, current?.item.key ?? "", timeline.now());
    return [
      [current?.playbackRef !== play.playback_ref, "I1", "told to play what is not current"],
      [after.isPaused || after.hold !== null, "I5", "told to play while paused or held"],
      [conn !== after.leader, "I10", "told to play, and no leader"],
      [isLive && isKnown, "I7", `${ref} was played after its outcome`],
      [isLive && database.facts.has(ref), "I11", `${ref} was played after its fact`],
      [isLive && !isFirst, "I4", `${ref} was not the first`],
    ];
  }

  function rulesOfFact(ref: string, fact: PlaybackFact): Rule[] {
    const earlier = told.get(ref);
    if (earlier === fact) return [];
    told.set(ref, fact);
    const isOther = earlier !== undefined && JSON.stringify(earlier) !== JSON.stringify(fact);
    return [
      [!database.donations.has(ref), "I8", `${ref} is no donation`],
      [isOther && !isForgetful, "I2", `${ref} has a second outcome`],
    ];
  }

  return { findings, watch };
}

function playsIn(effects: readonly Effect[]) {
  return effects.flatMap((effect) =>
    effect.do === "SEND" && effect.message.t === "PLAY" && !effect.message.d.is_mirror
      ? [{ conn: effect.conn, play: effect.message.d }]
      : [],
  );
}

function hasUnstarted(before: StageState, after: StageState): boolean {
  const isSame = before.current?.playbackRef === after.current?.playbackRef;
  return isSame && before.current?.startedAt != null && after.current?.startedAt === null;
}

/** Whether what is played was taken off before its time was over. */
function isMoved({ current }: StageState, after: StageState, now: number): boolean {
  const isInTime = current !== null && current.decideAt > now;
  return isInTime && after.current?.playbackRef !== current.playbackRef;
}

/** Words about a playing that is not the present one, or of a page that it was not given to. */
function isStale({ current }: StageState, event: StageEvent): boolean {
  if (event.type !== "SAID" || !current) return false;
  const { t, d } = event.message;
  if (t !== "STARTED" && t !== "FINISHED" && t !== "FAILED") return false;
  const isPresent = d.playback_ref === current.playbackRef;
  if (isPresent) return event.pass.instance !== current.instance;
  // An end that comes late is the end also of what is sent again.
  return t !== "FINISHED" || !current.item.playbacks.some((sent) => isOf(sent, event, d));
}

function isOf(
  sent: StageItem["playbacks"][number],
  { pass }: Extract<StageEvent, { type: "SAID" }>,
  { playback_ref }: { readonly playback_ref: string },
): boolean {
  return sent.playbackRef === playback_ref && sent.instance === pass.instance;
}

/** A command that was obeyed before, or that skips what is not the present playing. */
function isVain({ commands, current }: StageState, event: StageEvent): boolean {
  if (event.type !== "COMMAND") return false;
  const { command, commandRef } = event;
  const isRepeated = commands.some((known) => known.commandRef === commandRef);
  return isRepeated || (command.command === "SKIP" && command.playbackRef !== current?.playbackRef);
}

function ruleOfItem({ current }: StageState, { key, attempts, losses }: StageItem): Rule {
  const isOnStage = current?.item.key === key;
  return [(attempts >= 3 && !isOnStage) || losses > 21, "I6", `${key} is tried without end`];
}

function isFirstOf(state: StageState, key: string, now: number): boolean {
  const chosen = state.items[key];
  if (!chosen) return false;
  return Object.values(state.items).every(
    (item) => item === chosen || !mayPlay(item, now) || !goesBefore(item, chosen),
  );
}

function mayPlay({ state, eligibleAt }: StageItem, now: number): boolean {
  return state === "QUEUED" && eligibleAt <= now;
}

function goesBefore(one: StageItem, other: StageItem): boolean {
  if (one.isFront !== other.isFront) return one.isFront;
  return one.seq < other.seq;
}
