// What the stage promises, case by case; the simulation looks for what nobody has thought of.
import { beforeEach, describe, expect, it } from "vitest";
import { defaultSettings } from "../../../src/overlays/stage-settings.ts";
import { alertContent } from "../../support/stage/alerts.ts";
import { type BenchStage, openBenchStage, playOut } from "../../support/stage/bench-stage.ts";

let stage: BenchStage;
beforeEach(() => {
  stage = openBenchStage();
});

const refsPlayed = () => stage.plays().map(({ donation_ref }) => donation_ref);

describe("the streamer", () => {
  it("pauses what is to come and not what is played", () => {
    stage.enqueue("one", 1);
    stage.enqueue("two", 2);
    stage.hello("a");
    stage.command({ command: "PAUSE" });
    playOut(stage, "a");
    stage.pass(60_000);
    expect([stage.outcomes(), stage.plays().length]).toEqual([{ one: "PLAYED" }, 1]);
    stage.command({ command: "RESUME" });
    expect(stage.plays()).toHaveLength(2);
  });

  it("pauses what has begun without touching it, and a gap between two alerts for as long as it likes", () => {
    stage.enqueue("one", 1);
    stage.enqueue("two", 2);
    stage.hello("a");
    stage.say("a", "STARTED", stage.playback());
    stage.command({ command: "PAUSE" });
    expect(stage.state().current).toMatchObject({ state: "PLAYING" });
    stage.command({ command: "RESUME" });
    stage.say("a", "FINISHED", stage.playback());
    expect(stage.state().current).toBeNull();
    stage.pass(100);
    stage.command({ command: "PAUSE" });
    stage.pass(30_000);
    expect(stage.plays()).toHaveLength(1);
    stage.command({ command: "RESUME" });
    expect(refsPlayed()).toEqual(["one", "two"]);
  });

  it("removes what is played, which stops it, and has nothing of it again", () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    stage.command({ command: "REMOVE", donationRef: "one" });
    expect([stage.stops("a"), stage.outcomes()]).toEqual([["REMOVED"], { one: "REMOVED" }]);
    stage.pass(60_000);
    expect(stage.plays()).toHaveLength(1);
  });

  it("has what is handed over twice played once", () => {
    stage.enqueue("one", 1);
    stage.enqueue("one", 1);
    stage.hello("a");
    stage.enqueue("one", 1);
    playOut(stage, "a");
    expect([refsPlayed(), stage.state().items]).toEqual([["one"], {}]);
  });

  it("removes and refunds what waits, and stops what is played", () => {
    stage.enqueue("one", 1);
    stage.enqueue("two", 2);
    stage.enqueue("three", 3);
    stage.hello("a");
    stage.command({ command: "REMOVE", donationRef: "two" });
    stage.tell({ type: "WITHDRAW", donationRef: "three", outcome: "REFUNDED" });
    stage.tell({ type: "WITHDRAW", donationRef: "one", outcome: "REFUNDED" });
    expect(stage.outcomes()).toEqual({ one: "SKIPPED", two: "REMOVED", three: "REFUNDED" });
    expect(stage.stops("a")).toEqual(["REFUNDED"]);
  });

  it("leaves no fact by a test, and none by a replay", () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    playOut(stage, "a");
    const facts = stage.state().outbox;
    stage.command({ command: "TEST", content: alertContent() });
    playOut(stage, "a");
    stage.command({ command: "REPLAY", donationRef: "one" });
    playOut(stage, "a");
    expect(stage.plays().map(({ kind }) => kind)).toEqual(["LIVE", "TEST", "REPLAY"]);
    expect(stage.state().outbox).toBe(facts);
  });

  it("clears what there was when the button was pressed, and spares what came since", () => {
    stage.command({ command: "PAUSE" });
    stage.enqueue("one", 1);
    stage.enqueue("two", 2);
    stage.enqueue("three", 3);
    stage.command({ command: "CLEAR", upToSeq: 2 });
    expect(stage.outcomes()).toEqual({ one: "REMOVED", two: "REMOVED" });
    expect(Object.keys(stage.state().items)).toEqual(["three"]);
  });

  it("presses twice and has it done once", () => {
    stage.command({ command: "TEST", content: alertContent() }, "same");
    stage.command({ command: "TEST", content: alertContent() }, "same");
    expect(Object.keys(stage.state().items)).toHaveLength(1);
  });

  it("cannot have another command done under a name that was used", () => {
    expect(stage.command({ command: "MUTE" }, "same")).toEqual({ ok: true });
    expect(stage.command({ command: "PAUSE" }, "same")).toEqual({
      ok: false,
      code: "idempotency_key_reused",
    });
    expect(stage.command({ command: "MUTE" }, "same")).toEqual({ ok: true });
    expect(stage.state()).toMatchObject({ isMuted: true, isPaused: false });
  });

  it("panics: everything stops and is silent, until it is resumed as it was", () => {
    stage.enqueue("one", 1);
    stage.enqueue("two", 2);
    stage.hello("a");
    stage.command({ command: "PANIC" });
    expect(stage.stops("a")).toEqual(["PANIC"]);
    expect(stage.state()).toMatchObject({ isPaused: true, isMuted: true, current: null });
    stage.pass(120_000);
    stage.ping("a");
    expect(stage.plays()).toHaveLength(1);
    stage.command({ command: "RESUME" });
    expect(stage.state()).toMatchObject({ isPaused: false, isMuted: false });
    expect(stage.plays()).toHaveLength(2);
  });
});

describe("what must wait", () => {
  it("plays nothing that a moderator holds, and plays it when it is let go", () => {
    stage.hello("a");
    stage.enqueue("one", 1, { isHeld: true });
    stage.pass(60_000);
    expect(stage.plays()).toEqual([]);
    stage.enqueue("one", 1, { content: alertContent({ name: "Somebody", message: "" }) });
    expect(stage.plays()).toMatchObject([{ view: { name: "Somebody", message: "" } }]);
  });

  it("waits for speech, and plays without it when it does not come", () => {
    stage.hello("a");
    stage.enqueue("spoken", 1, { awaitsSpeech: true });
    const clip = { src: "/speech.mp3", gain: 1, duration_ms: 3_000 };
    stage.tell({ type: "SPEECH", donationRef: "spoken", clip });
    expect(stage.plays()).toMatchObject([{ donation_ref: "spoken", audio: [clip] }]);
    playOut(stage, "a");
    stage.enqueue("silent", 2, { awaitsSpeech: true });
    stage.pass(7_900);
    expect(stage.plays()).toHaveLength(1);
    stage.pass(200);
    expect(stage.plays().at(-1)).toMatchObject({ donation_ref: "silent", audio: [] });
  });

  it("leaves a video out that cannot be played, and shows the words", () => {
    const media = {
      type: "YOUTUBE",
      video_id: "dQw4w9WgXcQ",
      start_s: 0,
      end_s: 30,
      volume: 60,
    } as const;
    stage.hello("a");
    stage.enqueue("one", 1, { content: { ...alertContent(), media } });
    stage.fail("a", stage.playback(), "YT_150");
    stage.pass(300);
    expect(stage.plays().map((play) => play.media)).toEqual([media, null]);
    playOut(stage, "a");
    expect(Object.values(stage.state().outbox)).toMatchObject([
      { outcome: "PLAYED", reason: "MEDIA_FAILED" },
    ]);
  });

  it("asks what to do with what piled up, and plays it when nobody answers", () => {
    for (let seq = 1; seq <= 6; seq += 1) stage.enqueue(`donation ${seq}`, seq);
    stage.hello("a");
    expect([stage.state().hold?.reason, stage.plays().length]).toEqual(["BACKLOG", 0]);
    stage.pass(60_000);
    expect(refsPlayed()).toEqual(["donation 1"]);
  });

  it.each([
    ["LAST", 1],
    ["DISMISS", 6],
  ] as const)("does with what piled up as it is told: %s", (choice, removed) => {
    for (let seq = 1; seq <= 6; seq += 1) stage.enqueue(`donation ${seq}`, seq);
    stage.hello("a");
    stage.command({ command: "BACKLOG", choice });
    expect(Object.keys(stage.outcomes())).toHaveLength(removed);
  });

  it("is shown without any sound when only the words are wanted, also where speech was on its way", () => {
    for (let seq = 1; seq <= 5; seq += 1) stage.enqueue(`donation ${seq}`, seq);
    stage.enqueue("spoken", 6, { awaitsSpeech: true });
    stage.hello("a");
    stage.command({ command: "BACKLOG", choice: "TEXT" });
    const clip = { src: "/speech.mp3", gain: 1, duration_ms: 3_000 };
    stage.tell({ type: "SPEECH", donationRef: "spoken", clip });
    for (let count = 0; count < 6; count += 1) playOut(stage, "a");
    expect(stage.plays().map(({ audio, media }) => [audio, media])).toEqual(
      Array(6).fill([[], null]),
    );
  });

  it("is no longer played when it waited too long, if the streamer says so", () => {
    stage.tell({ type: "CONFIGURE", settings: { ...defaultSettings, max_age_s: 60 } });
    stage.enqueue("one", 1);
    stage.pass(60_000);
    expect(stage.outcomes()).toEqual({ one: "EXPIRED" });
  });
});

describe("an alarm that is late, or rings twice", () => {
  it("changes nothing but the time", () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    stage.say("a", "STARTED", stage.playback());
    stage.pass(74_000, 60_000);
    stage.tell({ type: "TICK" });
    stage.tell({ type: "TICK" });
    expect(stage.stops("a")).toEqual(["TIMEOUT"]);
    expect(stage.state().items.one).toMatchObject({ attempts: 1 });
  });
});

describe("a fact that is being written", () => {
  const writes = () => stage.effects.filter((effect) => effect.do === "WRITE").length;
  const oweOne = () => {
    stage.enqueue("one", 1);
    stage.hello("a");
    playOut(stage, "a");
    stage.tell({ type: "CLOSED", conn: "a" });
  };

  it("wakes the stage again when whoever wrote it is gone without a word", () => {
    oweOne();
    expect(writes()).toBe(1);
    // Nobody comes back this evening: nothing but the alarm is left to remember it.
    stage.pass(10 * 60_000);
    expect(writes()).toBeGreaterThan(1);
  });

  it("is written at once by a stage that wakes to find nobody writing", () => {
    oweOne();
    stage.tell({ type: "RESTARTED", open: [] });
    expect(writes()).toBe(2);
  });

  it("is forgotten when it is written, and wakes nobody", () => {
    oweOne();
    stage.tell({ type: "WRITTEN", donationRefs: ["one"], isWhole: true });
    stage.pass(10 * 60_000);
    expect([writes(), stage.state().outbox]).toEqual([1, {}]);
  });
});

describe("a queue that is made again", () => {
  it("takes in what is missing, and lets go of what has an outcome elsewhere", () => {
    stage.command({ command: "PAUSE" });
    stage.enqueue("ended elsewhere", 1);
    stage.enqueue("still there", 2);
    stage.pass(60_000);
    stage.enqueue("just came", 4);
    const items = [2, 3].map((seq) => ({
      ...{ donationRef: seq === 2 ? "still there" : "was lost", seq, priority: 0 },
      ...{ isHeld: false, awaitsSpeech: false, paidAtMs: stage.start, content: alertContent() },
    }));
    const askedAt = stage.start + 60_000;
    stage.tell({ type: "REBUILT", unplayed: { items, isWhole: true }, askedAt });
    expect(Object.keys(stage.state().items).toSorted()).toEqual([
      "just came",
      "still there",
      "was lost",
    ]);
    expect(stage.outcomes()).toEqual({});
  });
});
