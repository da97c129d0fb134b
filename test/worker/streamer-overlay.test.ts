// The object around the dispatcher: sockets that outlive its memory, alarms that fire without it, and what it owes Postgres.
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { newRef } from "../support/refs.ts";
import { queueItem } from "../support/stage/alerts.ts";
import {
  openSocketPage,
  pageOver,
  type SocketPage,
  upgrade,
} from "../support/stage/socket-page.ts";
import {
  connected,
  openStage,
  patient,
  playing,
  type WorkerStage,
  write,
} from "../support/stage/worker-stage.ts";
import { openWire } from "../support/wire.ts";

vi.spyOn(console, "log").mockImplementation(() => undefined);
const wire = openWire();
afterEach(() => wire.mend());
const facts = /record_playback/;

describe("a stage with a page", () => {
  it("plays what was paid, and has its outcome when the page says so", async () => {
    const stage = await openStage();
    const page = await connected(stage);
    const donation = await stage.donate({ message: "<img src=x onerror=alert(1)>" });
    const playback = await playing(page);
    expect(page.last("PLAY")?.d).toMatchObject({
      ...{ donation_ref: donation, kind: "LIVE", is_mirror: false },
      view: { message: "<img src=x onerror=alert(1)>" },
    });
    page.say("STARTED", { playback_ref: playback });
    await expect.poll(async () => (await stage.now()).current?.state, patient).toBe("PLAYING");
    page.say("FINISHED", { playback_ref: playback });
    await expect.poll(() => page.last("ACK")?.d.playback_ref, patient).toBe(playback);
    const { ended, current } = await stage.now();
    expect(current).toBeNull();
    expect(ended).toMatchObject([{ donation_ref: donation, outcome: "PLAYED" }]);
    await stage.overlays.enqueue(
      stage.streamer.ownerRef,
      queueItem({ donationRef: donation, seq: 1 }),
    );
    expect((await stage.now()).queue_length).toBe(0);
  });

  it("tells one page of two to play", async () => {
    const stage = await openStage();
    const [one, two] = [await connected(stage), await connected(stage)];
    await stage.donate();
    await playing(one);
    expect(two.types()).not.toContain("PLAY");
    expect((await stage.now()).pages.map(({ is_leader }) => is_leader)).toEqual([true, false]);
  });

  it("shows the studio every change, and lets it play nothing", async () => {
    const stage = await openStage();
    const { ticket } = await stage.overlays.openControlSession(stage.streamer, newRef);
    const studio = pageOver(await upgrade(ticket));
    await expect.poll(() => studio.types(), patient).toContain("SNAPSHOT");
    const before = studio.heard.length;
    await stage.donate();
    await expect.poll(() => studio.heard.length, patient).toBeGreaterThan(before);
    studio.hello();
    expect((await stage.now()).pages).toEqual([]);
  });
});

describe.each(["hibernate", "close"] as const)(
  "an object that is evicted (sockets: %s)",
  (webSockets) => {
    const back = async (
      stage: WorkerStage,
      page: SocketPage,
      instance: string,
      rendering: unknown,
    ) => {
      await evictDurableObject(stage.stub, { webSockets });
      if (webSockets === "hibernate") return page;
      const again = await openSocketPage(stage.overlay, instance);
      again.hello({ rendering });
      await expect.poll(() => again.types(), patient).toContain("WELCOME");
      return again;
    };

    it("still knows what waits", async () => {
      const stage = await openStage();
      const donation = await stage.donate();
      await evictDurableObject(stage.stub, { webSockets });
      expect((await stage.now()).queue).toMatchObject([{ donation_ref: donation }]);
    });

    it("still knows what it sent, and takes its start and its end", async () => {
      const stage = await openStage();
      const instance = newRef();
      const first = await connected(stage, instance);
      const donation = await stage.donate();
      const playback = await playing(first);
      const page = await back(stage, first, instance, {
        playback_ref: playback,
        has_started: false,
      });
      if (webSockets === "close") {
        await expect.poll(() => page.last("CONTINUE")?.d.playback_ref, patient).toBe(playback);
      }
      page.say("STARTED", { playback_ref: playback });
      page.say("FINISHED", { playback_ref: playback });
      await expect
        .poll(async () => (await stage.now()).ended, patient)
        .toMatchObject([{ donation_ref: donation, outcome: "PLAYED" }]);
      expect(page.types()).not.toContain("STOP");
    });

    it("adopts what was being played, and does not begin it again", async () => {
      const stage = await openStage();
      const instance = newRef();
      const first = await connected(stage, instance);
      await stage.donate({ duration_ms: 20_000 });
      const playback = await playing(first);
      first.say("STARTED", { playback_ref: playback });
      await expect.poll(async () => (await stage.now()).current?.state, patient).toBe("PLAYING");
      const page = await back(stage, first, instance, {
        playback_ref: playback,
        has_started: true,
      });
      expect((await stage.now()).current).toMatchObject({
        playback_ref: playback,
        state: "PLAYING",
      });
      page.say("FINISHED", { playback_ref: playback });
      await expect
        .poll(async () => (await stage.now()).ended, patient)
        .toMatchObject([{ outcome: "PLAYED", reason: null }]);
      expect(page.heard.filter(({ t }) => t === "PLAY")).toHaveLength(
        webSockets === "close" ? 0 : 1,
      );
    });
  },
);

it("asks pages to say again who they are when it has lost all that it kept", async () => {
  const stage = await openStage();
  const page = await connected(stage);
  await runInDurableObject(stage.stub, (_object, { storage }) => storage.deleteAll());
  await evictDurableObject(stage.stub, { webSockets: "hibernate" });
  expect((await stage.now()).pages).toEqual([]);
  await expect.poll(page.closedWith, patient).toBe(4409);
});

it("learns from Postgres again what it has lost", async () => {
  const stage = await openStage();
  const settings = { gap_ms: 0, order: "PAID", backlog: "PLAY", max_age_s: 60 } as const;
  await stage.overlays.configure(stage.streamer, { write: write(), settings });
  await runInDurableObject(stage.stub, (_object, { storage }) => storage.deleteAll());
  await evictDurableObject(stage.stub, { webSockets: "hibernate" });
  await stage.overlays.command(stage.streamer, { write: write(), command: { command: "PAUSE" } });
  await connected(stage);
  const old = queueItem({ donationRef: newRef(), seq: 1, paidAtMs: Date.now() - 3_600_000 });
  await stage.overlays.enqueue(stage.streamer.ownerRef, old);
  await expect
    .poll(async () => (await stage.now()).ended, patient)
    .toMatchObject([{ donation_ref: old.donationRef, outcome: "EXPIRED" }]);
});

describe("an alarm", () => {
  it("is set for whatever is due, and gone when nothing is", async () => {
    const stage = await openStage();
    await stage.donate();
    expect(await stage.alarmAt()).toBeNull();
    const page = await connected(stage);
    await playing(page);
    const startBy = page.last("PLAY")?.d.start_by ?? 0;
    expect(await stage.alarmAt()).toBe(startBy);
  });

  it("may ring in every state, and early, and does no harm", async () => {
    const stage = await openStage();
    const page = await connected(stage);
    await runDurableObjectAlarm(stage.stub);
    await stage.donate();
    const playback = await playing(page);
    await runDurableObjectAlarm(stage.stub);
    page.say("STARTED", { playback_ref: playback });
    await expect.poll(async () => (await stage.now()).current?.state, patient).toBe("PLAYING");
    await runDurableObjectAlarm(stage.stub);
    expect((await stage.now()).current).toMatchObject({ playback_ref: playback, state: "PLAYING" });
    page.close();
    await expect.poll(async () => (await stage.now()).current?.state, patient).toBe("PAGE_LOST");
    await runDurableObjectAlarm(stage.stub);
    expect((await stage.now()).current).toMatchObject({ state: "PAGE_LOST" });
  });
});

describe("what the stage owes Postgres", () => {
  it("outlasts a database that is away and an object that is lost, and is written when it is back", async () => {
    const stage = await openStage();
    const page = await connected(stage);
    wire.cut(facts);
    await stage.donate();
    const playback = await playing(page);
    page.say("FINISHED", { playback_ref: playback });
    await expect.poll(async () => (await stage.now()).unwritten_facts, patient).toBe(1);
    await evictDurableObject(stage.stub, { webSockets: "close" });
    expect((await stage.now()).unwritten_facts).toBe(1);
    wire.mend();
    await expect.poll(async () => (await stage.now()).unwritten_facts, patient).toBe(0);
  });

  it("is told again when the answer was lost", async () => {
    const stage = await openStage();
    const page = await connected(stage);
    wire.loseAnswers(1, facts);
    await stage.donate();
    page.say("FINISHED", { playback_ref: await playing(page) });
    await expect.poll(wire.lost, patient).toBeGreaterThan(0);
    await expect.poll(async () => (await stage.now()).unwritten_facts, patient).toBe(0);
  });
});
