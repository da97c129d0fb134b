// Every state that a stage can be in, and what may happen to its object in each: it is put to sleep, it is restarted without
// its sockets, and its alarm is all that wakes it.
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { timers } from "../../src/overlays/timers.ts";
import { newRef } from "../support/refs.ts";
import { queueItem } from "../support/stage/alerts.ts";
import { openSocketPage, type SocketPage } from "../support/stage/socket-page.ts";
import {
  connected,
  openStage,
  playing,
  type WorkerStage,
  write,
} from "../support/stage/worker-stage.ts";

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const patient = { timeout: 8_000, interval: 50 };

type Scene = { readonly stage: WorkerStage; readonly page: SocketPage; readonly instance: string };

const command = (
  stage: WorkerStage,
  wanted: Parameters<WorkerStage["overlays"]["command"]>[1]["command"],
) => stage.overlays.command(stage.streamer, { write: write(), command: wanted });
const configure = (stage: WorkerStage, changes: object) => {
  const settings = {
    gap_ms: 0,
    order: "PAID",
    backlog: "ASK",
    max_age_s: null,
    ...changes,
  } as const;
  return stage.overlays.configure(stage.streamer, { write: write(), settings });
};
const enqueue = (stage: WorkerStage, change: Partial<Parameters<typeof queueItem>[0]>) =>
  stage.overlays.enqueue(
    stage.streamer.ownerRef,
    queueItem({ donationRef: newRef(), seq: 1, paidAtMs: Date.now(), ...change }),
  );
const stateOf = async (stage: WorkerStage) => (await stage.now()).current?.state ?? null;

async function sent(): Promise<Scene> {
  const [stage, instance] = [await openStage(), newRef()];
  const page = await connected(stage, instance);
  await stage.donate({ duration_ms: 20_000 });
  await playing(page);
  return { stage, page, instance };
}

async function begun(): Promise<Scene> {
  const scene = await sent();
  scene.page.say("STARTED", { playback_ref: scene.page.last("PLAY")?.d.playback_ref });
  await expect.poll(() => stateOf(scene.stage), patient).toBe("PLAYING");
  return scene;
}

async function lost(scene: Scene): Promise<Scene> {
  scene.page.close();
  await expect.poll(() => stateOf(scene.stage), patient).toBe("PAGE_LOST");
  return scene;
}

/** What had piled up before anybody came, and waits for the streamer's word. */
async function piledUp(): Promise<Scene> {
  const [stage, instance] = [await openStage(), newRef()];
  for (let count = 0; count < 6; count += 1) await stage.donate();
  return { stage, instance, page: await connected(stage, instance) };
}

/** One was played, another waits for the silence between them to be over. */
async function inBetween(): Promise<Scene> {
  const scene = await sent();
  await configure(scene.stage, { gap_ms: 30_000 });
  await scene.stage.donate();
  scene.page.say("FINISHED", { playback_ref: scene.page.last("PLAY")?.d.playback_ref });
  await expect.poll(() => stateOf(scene.stage), patient).toBeNull();
  return scene;
}

async function after(wanted: "PAUSE" | "PANIC" | "MUTE"): Promise<Scene> {
  const scene = await sent();
  await scene.stage.donate();
  await command(scene.stage, { command: wanted });
  return scene;
}

async function waiting(change: Partial<Parameters<typeof queueItem>[0]>): Promise<Scene> {
  const [stage, instance] = [await openStage(), newRef()];
  const page = await connected(stage, instance);
  await enqueue(stage, change);
  return { stage, page, instance };
}

const nothing = async () => {};
const later =
  (ms: number) =>
  async ({ stage }: Scene) => {
    vi.setSystemTime(Date.now() + ms);
    await runDurableObjectAlarm(stage.stub);
  };
const heldRef = newRef();

/** A state, how one comes to it, and what lets it go on. */
const states: readonly (readonly [
  string,
  () => Promise<Scene>,
  (scene: Scene) => Promise<unknown>,
])[] = [
  [
    "held by a moderator",
    () => waiting({ isHeld: true, donationRef: heldRef }),
    ({ stage }) => enqueue(stage, { donationRef: heldRef }),
  ],
  ["waiting for speech", () => waiting({ awaitsSpeech: true }), later(timers.speechMs)],
  ["sent", sent, nothing],
  ["playing", begun, nothing],
  ["sent to a page that was lost", async () => lost(await sent()), nothing],
  ["played by a page that was lost", async () => lost(await begun()), nothing],
  ["between two alerts", inBetween, later(30_000)],
  ["paused", () => after("PAUSE"), nothing],
  ["muted", () => after("MUTE"), nothing],
  ["in panic", () => after("PANIC"), ({ stage }) => command(stage, { command: "RESUME" })],
  [
    "before a backlog",
    piledUp,
    ({ stage }) => command(stage, { command: "BACKLOG", choice: "ALL" }),
  ],
];

/** What must not change by a mere restart, as the streamer sees it. */
async function seen(stage: WorkerStage) {
  const {
    rev: _rev,
    pages: _pages,
    health: _health,
    unwritten_facts: _owed,
    ...rest
  } = await stage.now();
  return rest;
}

/** The page as it is, or as it comes back. */
async function backOf({ stage, page, instance }: Scene, isCut: boolean): Promise<SocketPage> {
  const { current } = await stage.now();
  if (!isCut && current?.state !== "PAGE_LOST") return page;
  const again = await openSocketPage(stage.overlay, instance);
  const rendering = current && {
    playback_ref: current.playback_ref,
    has_started: current.started_at !== null,
  };
  again.hello({ rendering });
  await expect.poll(again.types, patient).toContain("WELCOME");
  return again;
}

describe.each(["hibernate", "close"] as const)("an eviction (sockets: %s)", (webSockets) => {
  it.each(states)("changes nothing of a stage: %s", async (_state, open, letGo) => {
    const scene = await open();
    const { stage } = scene;
    const { current: before, ...kept } = await seen(stage);
    await evictDurableObject(stage.stub, { webSockets });
    const { current, ...rest } = await seen(stage);
    expect(rest).toEqual(kept);
    // Without its socket a page is lost for a while, and what it plays is the same.
    const isCut = webSockets === "close";
    expect(current).toEqual(isCut && before ? { ...before, state: "PAGE_LOST" } : before);

    const page = await backOf(scene, isCut);
    await letGo({ ...scene, page });
    await expect.poll(() => stateOf(stage), patient).not.toBeNull();
    const playback_ref = (await stage.now()).current?.playback_ref;
    if (before) expect(playback_ref).toBe(before.playback_ref);
    page.say("FINISHED", { playback_ref });
    const ends = async () => (await stage.now()).ended.map(({ outcome }) => outcome);
    await expect.poll(ends, patient).toEqual(["PLAYED", ...kept.ended.map((end) => end.outcome)]);
  });
});

describe.each(["awake", "asleep"])("an alarm that nobody comes before (the stage is %s)", (how) => {
  const ring = async ({ stage }: Scene, ms: number) => {
    const dueAt = (await stage.alarmAt()) ?? Number.POSITIVE_INFINITY;
    expect(dueAt - Date.now()).toBeLessThanOrEqual(ms);
    if (how === "asleep") await evictDurableObject(stage.stub, { webSockets: "hibernate" });
    vi.setSystemTime(Date.now() + ms);
    await runDurableObjectAlarm(stage.stub);
  };
  const toldOf = ({ page }: Scene) => page.heard.map(({ t, d }) => ("reason" in d ? d.reason : t));

  it("stops what has not begun, asks the page whether it is there, and then sends it away", async () => {
    const scene = await sent();
    await ring(scene, timers.startMs);
    await expect
      .poll(() => toldOf(scene), patient)
      .toEqual(expect.arrayContaining(["PLAY", "TIMEOUT", "PROBE"]));
    expect(await scene.stage.now()).toMatchObject({ current: null, health: "NOT_ANSWERING" });
    await ring(scene, timers.answerMs);
    await expect.poll(scene.page.closedWith, patient).toBe(4409);
  });

  it("stops what does not end", async () => {
    const scene = await begun();
    await ring(scene, 20_000 + timers.playSlackMs);
    await expect.poll(() => toldOf(scene), patient).toContain("TIMEOUT");
    const { current, queue } = await scene.stage.now();
    expect([current, queue.map(({ attempts }) => attempts)]).toEqual([null, [1]]);
  });

  it.each([
    ["begun", begun, 1],
    ["not begun", sent, 0],
  ] as const)("gives up a page that was lost, which had %s", async (_what, open, attempts) => {
    const scene = await lost(await open());
    await ring(scene, timers.orphanGraceMs);
    const { current, queue } = await scene.stage.now();
    expect([current, queue.map((item) => item.attempts)]).toEqual([null, [attempts]]);
  });

  it("plays without speech that does not come", async () => {
    const scene = await waiting({ awaitsSpeech: true });
    await ring(scene, timers.speechMs);
    await playing(scene.page);
  });

  it("plays the next when the silence is over", async () => {
    const scene = await inBetween();
    await ring(scene, 30_000);
    await playing(scene.page, 2);
  });

  it("plays what had piled up when nobody answers", async () => {
    const scene = await piledUp();
    expect(scene.page.types()).not.toContain("PLAY");
    await ring(scene, timers.backlogAnswerMs);
    await playing(scene.page);
  });

  it("ends what waited too long", async () => {
    const scene = await after("PAUSE");
    await configure(scene.stage, { max_age_s: 60 });
    scene.page.say("FINISHED", { playback_ref: scene.page.last("PLAY")?.d.playback_ref });
    await expect.poll(() => stateOf(scene.stage), patient).toBeNull();
    await ring(scene, 60_000);
    const { ended } = await scene.stage.now();
    expect(ended.map(({ outcome }) => outcome)).toEqual(["EXPIRED", "PLAYED"]);
  });
});
