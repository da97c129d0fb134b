import type { StageEvent } from "../../../src/overlays/dispatcher.ts";
import type { StageMessage } from "../../../src/overlays/protocol.ts";
import type { QueueItem } from "../../../src/overlays/queue-item.ts";
import { alertContent, countedRefs, queueItem } from "./alerts.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { type Findings, watchStage } from "./findings.ts";
import { openSimDatabase, type SimDatabase } from "./sim-database.ts";
import { type Heard, openSimPage, type SimPage } from "./sim-page.ts";
import { openSimStage, type SimStage } from "./sim-stage.ts";
import { createTimeline, type Timeline } from "./timeline.ts";

export type EveningSettings = {
  readonly donations: number;
  /** A fault every so often, on average; null for none. */
  readonly faultEveryMs: number | null;
  /** Also the object's storage is lost, with whatever Postgres was not told yet. */
  readonly losesStorage: boolean;
  readonly steers: boolean;
  readonly spoil?: (message: StageMessage) => StageMessage;
};

export type Evening = Findings & {
  readonly faults: number;
  readonly unfinished: readonly string[];
  readonly overlapMs: number;
  readonly playedTwice: number;
  readonly failed: number;
  readonly factsOfTests: number;
};

type Cast = {
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly newRef: () => string;
  readonly database: SimDatabase;
  readonly stage: SimStage;
  readonly pages: readonly SimPage[];
  readonly completed: Map<string, number>;
};

const start = 1_760_000_000_000;
const eveningMs = 8 * 60_000;
const longestDrainMs = 60 * 60_000;

/** One evening of a streamer: donations, two or three pages, and everything that can go wrong. A seed is an evening. */
export function liveEvening(seed: number, settings: EveningSettings): Evening {
  const [timeline, chance, newRef] = [createTimeline(start), chanceOf(seed), countedRefs()];
  const database = openSimDatabase(timeline, chance);
  const [heard, completed]: [Heard[], Map<string, number>] = [[], new Map()];
  const { findings, watch } = watchStage({
    timeline,
    database,
    isForgetful: settings.losesStorage,
  });
  const { spoil } = settings;
  const world = { timeline, chance, newRef, database, watch, ...(spoil ? { spoil } : {}) };
  const stage = openSimStage(world);
  const pageWorld = {
    ...{ timeline, chance, newRef, heard, connect: stage.connect, badAlerts: 0.03 },
    completed: (key: string) => completed.set(key, (completed.get(key) ?? 0) + 1),
  };
  const pages = ["one", "two", "three"].slice(0, chance.between(2, 4)).map((name, index) =>
    openSimPage(pageWorld, {
      ...{ name, isMirror: index === 2, kind: chance.happens(0.6) ? "obs" : "browser" },
    }),
  );
  const cast: Cast = { timeline, chance, newRef, database, stage, pages, completed };
  planDonations(cast, settings.donations);
  const faults = settings.faultEveryMs === null ? 0 : planFaults(cast, settings);
  if (settings.steers) planSteering(cast);
  timeline.runUntil(start + eveningMs);
  drain(cast);
  return { ...findings, faults, ...countEnds(cast, heard) };
}

function planDonations(cast: Cast, count: number): void {
  const { timeline, chance, stage, database } = cast;
  for (let nth = 0; nth < count; nth += 1) {
    timeline.at(start + chance.between(0, eveningMs - 60_000), () => donate(cast));
  }
  // Whoever was forgotten between the commit and the call is found by the next sweep.
  for (let sweep = 1; sweep * 60_000 < eveningMs + longestDrainMs; sweep += 1) {
    timeline.at(start + sweep * 60_000, () => {
      for (const item of database.donations.values()) {
        if (!database.facts.has(item.donationRef)) stage.tell({ type: "ENQUEUE", item });
      }
    });
  }
}

/** A donation is paid, and its stage hears of it once, twice, late or not at all. */
function donate({ timeline, chance, newRef, database, stage }: Cast): void {
  const [isHeld, isLong] = [chance.happens(0.1), chance.happens(0.1)];
  const paid: QueueItem = queueItem({
    ...{ donationRef: newRef(), seq: database.donations.size + 1, isHeld },
    ...{ paidAtMs: timeline.now(), awaitsSpeech: chance.happens(0.3) },
    content: alertContent({
      duration_ms: isLong ? chance.between(20_000, 60_000) : chance.between(2_000, 9_000),
    }),
  });
  const { donationRef } = paid;
  database.donations.set(donationRef, paid);
  const later = (from: number, to: number, act: () => void) =>
    timeline.at(timeline.now() + chance.between(from, to), act);
  const enqueue = () =>
    stage.tell({ type: "ENQUEUE", item: database.donations.get(donationRef) ?? paid });
  const copies = chance.happens(0.1) ? 0 : chance.between(1, 3);
  for (let copy = 0; copy < copies; copy += 1) later(5, 3_000, enqueue);
  if (paid.awaitsSpeech && chance.happens(0.8)) {
    later(200, 12_000, () => stage.tell({ type: "SPEECH", donationRef, clip: null }));
  }
  if (!isHeld) return;
  later(5_000, 90_000, () => {
    database.donations.set(donationRef, { ...paid, isHeld: false });
    enqueue();
  });
}

function planFaults(cast: Cast, settings: EveningSettings): number {
  const { timeline, chance, stage, pages, database } = cast;
  const kinds: (() => void)[] = [
    () => chance.oneOf(pages).cut(chance.between(1_000, 90_000)),
    () => chance.oneOf(pages).cut(chance.between(500, 9_000)),
    () => chance.oneOf(pages).hang(chance.between(500, 40_000)),
    () => chance.oneOf(pages).crash(chance.between(500, 20_000)),
    () => stage.hibernate(),
    () => stage.redeploy(),
    () => database.beAway(chance.between(1_000, 60_000)),
    () => stage.tell({ type: "TICK" }),
  ];
  if (settings.losesStorage) kinds.push(() => stage.loseStorage());
  const every = settings.faultEveryMs ?? eveningMs;
  let count = 0;
  for (let at = chance.between(0, 2 * every); at < eveningMs; at += chance.between(0, 2 * every)) {
    timeline.at(start + at, chance.oneOf(kinds));
    count += 1;
  }
  return count;
}

function planSteering({ timeline, chance, stage, newRef, database }: Cast): void {
  const donationRef = () => chance.oneOf([...database.donations.keys(), "nobody"]);
  const command = (wanted: Extract<StageEvent, { type: "COMMAND" }>["command"]) => {
    const event = { type: "COMMAND", commandRef: newRef(), digest: "", command: wanted } as const;
    stage.tell(event);
    // Pressed twice, or sent again because the answer was lost.
    if (chance.happens(0.3)) stage.tell(event);
  };
  const wishes: (() => void)[] = [
    () => command({ command: "PAUSE" }),
    () => command({ command: "RESUME" }),
    () => command({ command: "RESUME" }),
    () => command({ command: "MUTE" }),
    () => command({ command: "PANIC" }),
    () => command({ command: "SKIP", playbackRef: stage.state().current?.playbackRef ?? "none" }),
    () => command({ command: "SKIP", playbackRef: "long ago" }),
    () => command({ command: "REPLAY", donationRef: donationRef() }),
    () => command({ command: "REMOVE", donationRef: donationRef() }),
    () => command({ command: "BUMP", donationRef: donationRef() }),
    () => command({ command: "TEST", content: alertContent({ name: "Test" }) }),
    () => command({ command: "CLEAR", upToSeq: chance.between(0, 4) }),
    () => stage.tell({ type: "WITHDRAW", donationRef: donationRef(), outcome: "REFUNDED" }),
  ];
  for (let at = 20_000; at < eveningMs; at += chance.between(5_000, 50_000)) {
    timeline.at(start + at, chance.oneOf(wishes));
  }
}

/** The storm is over: everybody is back, nothing is paused, and all that was promised comes to an end. */
function drain({ timeline, stage, pages, database, newRef }: Cast): void {
  for (const page of pages) page.heal();
  stage.tell({
    ...{ type: "COMMAND", commandRef: newRef(), digest: "" },
    command: { command: "RESUME" },
  });
  const limit = timeline.now() + longestDrainMs;
  const isOpen = () => [...database.donations.keys()].some((ref) => !database.facts.has(ref));
  while (isOpen() && timeline.now() < limit) timeline.runUntil(timeline.now() + 30_000);
}

function countEnds({ database, completed, timeline }: Cast, heard: readonly Heard[]) {
  const refs = [...database.donations.keys()];
  const ends = [...database.facts.values()];
  return {
    unfinished: refs.filter((ref) => !database.facts.has(ref)),
    overlapMs: longestOverlap(heard, timeline.now()),
    playedTwice: refs.filter((ref) => (completed.get(ref) ?? 0) > 1).length,
    failed: ends.filter(({ outcome }) => outcome === "FAILED").length,
    factsOfTests: ends.filter(({ donationRef }) => !database.donations.has(donationRef)).length,
  };
}

/** The longest time for which two pages were heard at once. */
function longestOverlap(heard: readonly Heard[], now: number): number {
  const ordered = heard.toSorted((one, other) => one.from - other.from);
  let longest = 0;
  for (const [index, sound] of ordered.entries()) {
    const end = Math.min(sound.to, now);
    for (const other of ordered.slice(index + 1)) {
      if (other.from >= end) break;
      if (other.page === sound.page) continue;
      longest = Math.max(longest, Math.min(end, Math.min(other.to, now)) - other.from);
    }
  }
  return longest;
}
