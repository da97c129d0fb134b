// What the stage promises, case by case; the simulation looks for what nobody has thought of.
import { beforeEach, describe, expect, it } from "vitest";
import { settleItem } from "../../../src/overlays/settle-item.ts";
import { defaultSettings } from "../../../src/overlays/stage-settings.ts";
import { alertContent } from "../../support/stage/alerts.ts";
import { type BenchStage, openBenchStage, playOut } from "../../support/stage/bench-stage.ts";

let stage: BenchStage;
beforeEach(() => {
  stage = openBenchStage();
});

const refsPlayed = () => stage.plays().map(({ donation_ref }) => donation_ref);

describe("the order", () => {
  it("is that of payment, whatever order the donations arrive in", () => {
    stage.enqueue("third", 3);
    stage.enqueue("first", 1);
    stage.enqueue("second", 2);
    stage.hello("a");
    for (let count = 0; count < 3; count += 1) playOut(stage, "a");
    expect(refsPlayed()).toEqual(["first", "second", "third"]);
  });

  it("lets what was bumped go first, and a test before what waits", () => {
    stage.enqueue("first", 1);
    stage.enqueue("second", 2);
    stage.command({ command: "TEST", content: alertContent() });
    stage.command({ command: "BUMP", donationRef: "second" });
    stage.hello("a");
    for (let count = 0; count < 3; count += 1) playOut(stage, "a");
    expect(refsPlayed()).toEqual(["second", null, "first"]);
  });

  it("lets higher tiers go first where the streamer says so, and whoever waits long all the same", () => {
    stage.tell({ type: "CONFIGURE", settings: { ...defaultSettings, order: "TIER" } });
    stage.command({ command: "PAUSE" });
    stage.enqueue("small and old", 1);
    stage.pass(11 * 60_000);
    stage.enqueue("big", 2, { priority: 5 });
    stage.enqueue("small", 3, { priority: 1 });
    stage.hello("a");
    stage.command({ command: "BACKLOG", choice: "ALL" });
    stage.command({ command: "RESUME" });
    for (let count = 0; count < 3; count += 1) playOut(stage, "a");
    expect(refsPlayed()).toEqual(["big", "small and old", "small"]);
  });
});

describe("an end", () => {
  it("is taken once, however often it is told, and is not undone by a skip", () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    const playback = stage.playback();
    stage.say("a", "FINISHED", playback);
    stage.say("a", "FINISHED", playback);
    stage.command({ command: "SKIP", playbackRef: playback }, "late skip");
    expect(stage.outcomes()).toEqual({ one: "PLAYED" });
    expect(stage.state().commands.at(-1)?.result).toEqual({
      ok: false,
      code: "playback_not_current",
    });
  });

  it("is not brought about by a skip that means what was played before", () => {
    stage.enqueue("one", 1);
    stage.enqueue("two", 2);
    stage.hello("a");
    const first = stage.playback();
    playOut(stage, "a");
    const before = stage.state().current;
    expect(stage.command({ command: "SKIP", playbackRef: first })).toMatchObject({ ok: false });
    expect(stage.state().current).toBe(before);
    expect([before?.item.donationRef, stage.outcomes()]).toEqual(["two", { one: "PLAYED" }]);
  });

  it("that comes after a skip leaves it skipped", () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    const playback = stage.playback();
    stage.command({ command: "SKIP", playbackRef: playback });
    stage.say("a", "FINISHED", playback);
    expect(stage.outcomes()).toEqual({ one: "SKIPPED" });
    expect(stage.stops("a")).toEqual(["SKIPPED"]);
  });

  it("is one, whatever else is said of the donation later", () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    playOut(stage, "a");
    const told = stage.state().outbox;
    stage.tell({ type: "WITHDRAW", donationRef: "one", outcome: "REFUNDED" });
    stage.command({ command: "REMOVE", donationRef: "one" });
    stage.enqueue("one", 1);
    expect(stage.state().outbox).toBe(told);
    expect(stage.state().items).toEqual({});
  });

  it("is refused a second time also by who has the item still in hand", () => {
    stage.enqueue("one", 1);
    const item = stage.state().items.one;
    if (!item) throw new Error("It was just taken.");
    const draft = { ...stage.state(), effects: [] };
    const moment = { now: stage.start, newRef: () => "", heardAt: () => 0 };
    const end = { reason: null, playbackRef: null, startedAt: null };
    settleItem(draft, item, { ...end, outcome: "PLAYED" }, moment);
    settleItem(draft, item, { ...end, outcome: "SKIPPED" }, moment);
    expect([draft.outbox.one?.outcome, draft.done.one?.outcome]).toEqual(["PLAYED", "PLAYED"]);
  });

  it("that is heard late counts, and ends a second playing that has not begun", () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    const first = stage.playback();
    stage.pass(10_500);
    stage.alive("a");
    stage.pass(21_000);
    expect(stage.plays()).toHaveLength(2);
    stage.say("a", "FINISHED", first);
    expect(stage.outcomes()).toEqual({ one: "PLAYED" });
    expect(stage.state().current).toBeNull();
    expect(stage.stops("a")).toEqual(["TIMEOUT", "STALE"]);
  });
});

describe("a start", () => {
  it("of something else is stopped, and leaves what is played alone", () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    const before = stage.state().current;
    stage.say("a", "STARTED", "of yesterday");
    expect(stage.state().current).toEqual(before);
    expect(stage.stops("a")).toEqual(["STALE"]);
  });

  it("that does not come makes a page suspect until it speaks, which costs the attempt", () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    stage.pass(10_000);
    expect(stage.messages("a").map(({ t }) => t)).toContain("PROBE");
    expect(stage.state().leader).toBeNull();
    expect(stage.state().items.one).toMatchObject({ attempts: 0, losses: 1 });
    stage.alive("a");
    expect(stage.state().leader).toBe("a");
    expect(stage.state().items.one).toMatchObject({ attempts: 1, losses: 0 });
  });

  it("that never comes from a page that is there fails the donation at the third time", () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    for (let count = 0; count < 3; count += 1) {
      stage.pass(10_500);
      stage.alive("a");
      stage.pass(20_000);
    }
    expect(stage.outcomes()).toEqual({ one: "FAILED" });
  });

  it("that dead pages owe costs no attempt", () => {
    stage.enqueue("one", 1);
    for (let count = 0; count < 5; count += 1) {
      stage.hello(`page ${count}`);
      stage.pass(45_000);
    }
    expect(stage.state().items.one).toMatchObject({ attempts: 0, losses: 5 });
    expect(stage.outcomes()).toEqual({});
  });
});

describe("a page that is lost while it plays", () => {
  const begin = () => {
    stage.enqueue("one", 1, { content: alertContent({ duration_ms: 10_000 }) });
    stage.hello("a");
    stage.say("a", "STARTED", stage.playback());
  };

  it("goes on when it comes back with what it was playing", () => {
    begin();
    const playback_ref = stage.playback();
    stage.tell({ type: "CLOSED", conn: "a" });
    stage.pass(3_000);
    stage.hello("b", { instance: "a", rendering: { playback_ref, has_started: true } });
    expect(stage.messages("b")).toContainEqual({ t: "CONTINUE", d: { playback_ref } });
    stage.say("b", "FINISHED", playback_ref);
    expect([stage.outcomes(), stage.plays().length]).toEqual([{ one: "PLAYED" }, 1]);
  });

  it("has played it when it comes back with its end", () => {
    begin();
    const playback_ref = stage.playback();
    stage.tell({ type: "CLOSED", conn: "a" });
    stage.hello("b", { instance: "a", terminals: [{ playback_ref, result: "FINISHED" }] });
    expect(stage.outcomes()).toEqual({ one: "PLAYED" });
    expect(stage.messages("b")).toContainEqual({ t: "ACK", d: { playback_ref } });
  });

  it("plays it again when it comes back with nothing", () => {
    begin();
    stage.tell({ type: "CLOSED", conn: "a" });
    stage.hello("b", { instance: "a" });
    expect([stage.outcomes(), stage.state().current]).toEqual([{}, null]);
    stage.pass(20_500);
    expect(stage.plays()).toHaveLength(2);
  });

  it.each([
    [7_900, {}],
    [8_000, { one: "PLAYED" }],
  ])("and never comes back, is judged by what it proved: %i of 10,000 ms", (provenMs, outcomes) => {
    begin();
    stage.pass(provenMs);
    stage.ping("a");
    stage.pass(50);
    stage.tell({ type: "CLOSED", conn: "a" });
    stage.pass(12_100);
    expect(stage.outcomes()).toEqual(outcomes);
  });
});

describe("a connection that says nothing", () => {
  const closed = (conn: string) =>
    stage.effects.flatMap((effect) =>
      effect.do === "CLOSE" && effect.conn === conn ? [effect.code] : [],
    );

  it("is closed after a quarter of a minute, and wakes the stage for that", () => {
    stage.tell({ type: "ARRIVED", conn: "silent" });
    stage.pass(14_900);
    expect(closed("silent")).toEqual([]);
    stage.pass(200);
    expect(closed("silent")).toEqual([4409]);
    expect(stage.state().strangers).toEqual({});
  });

  it("is none any more when it has greeted, or is gone", () => {
    stage.tell({ type: "ARRIVED", conn: "a" });
    stage.tell({ type: "ARRIVED", conn: "b" });
    stage.hello("a");
    stage.tell({ type: "CLOSED", conn: "b" });
    expect(stage.state().strangers).toEqual({});
    stage.pass(20_000);
    expect([closed("a"), closed("b")]).toEqual([[], []]);
  });

  it("is left to the restart of a stage, which asks everybody it does not know to come again", () => {
    stage.tell({ type: "ARRIVED", conn: "silent" });
    stage.tell({ type: "RESTARTED", open: ["silent"] });
    expect([closed("silent"), stage.state().strangers]).toEqual([[4409], {}]);
  });
});

describe("another page", () => {
  it("waits until the lease of the one that was stopped is over; the same page does not", () => {
    stage.enqueue("one", 1);
    stage.enqueue("two", 2);
    stage.hello("a");
    stage.hello("b");
    stage.say("a", "STARTED", stage.playback());
    stage.command({ command: "SKIP", playbackRef: stage.playback() });
    stage.pass(300);
    expect(stage.plays("a")).toHaveLength(2);
    stage.command({ command: "SKIP", playbackRef: stage.playback() });
    stage.enqueue("three", 3);
    stage.tell({ type: "CLOSED", conn: "a" });
    stage.pass(9_000);
    expect(stage.plays("b")).toHaveLength(0);
    stage.pass(1_000);
    expect(stage.plays("b")).toHaveLength(1);
  });

  it("takes the lead from a browser when it is OBS and nothing is played", () => {
    stage.hello("tab", { kind: "browser" });
    stage.hello("studio", { kind: "obs" });
    expect(stage.state().leader).toBe("studio");
    expect(stage.messages("tab").at(-1)).toMatchObject({ t: "ROLE", d: { role: "FOLLOWER" } });
  });

  it("loads again what its overlay shows, and no page of another overlay does", () => {
    stage.hello("a");
    stage.tell({ type: "RELOAD", overlayRef: "another" });
    expect(stage.messages("a").map(({ t }) => t)).not.toContain("RELOAD");
    stage.tell({ type: "RELOAD", overlayRef: "overlay" });
    expect(stage.messages("a").at(-1)).toEqual({ t: "RELOAD", d: { when: "IDLE" } });
  });

  it("mirrors without a sound, if it is made for that", () => {
    stage.hello("a");
    stage.hello("b", { isMirror: true });
    const audio = [{ src: "/ding.mp3", gain: 1, duration_ms: 900 }];
    stage.enqueue("one", 1, { content: { ...alertContent(), audio } });
    expect(stage.plays("a")).toMatchObject([{ is_mirror: false, audio }]);
    expect(stage.plays("b")).toMatchObject([{ is_mirror: true, audio: [] }]);
    stage.say("a", "FINISHED", stage.playback());
    expect(stage.stops("b")).toEqual(["ENDED"]);
  });
});
