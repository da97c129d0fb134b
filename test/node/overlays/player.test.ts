// What the page of an overlay promises its stage, without a browser: the simulation shakes the same module.
import { expect, it } from "vitest";
import type { AlertMedia } from "../../../src/overlays/alert-content.ts";
import { playDeadlineOf } from "../../../src/overlays/play-deadline.ts";
import type { StageMessage } from "../../../src/overlays/protocol.ts";
import { timers } from "../../../src/overlays/timers.ts";
import { newClip, noteMessage, noteTime } from "../../../web/overlay/clip.ts";
import { newPlayer, nextWakeOfPlayer, stepPlayer } from "../../../web/overlay/player.ts";
import type { PlayerAction, PlayerInput } from "../../../web/overlay/player-state.ts";
import { alertContent } from "../../support/stage/alerts.ts";

const start = 1_760_000_000_000;
const about = { kind: "obs", is_visible: true, is_active: true, is_audio_ok: null } as const;
const media: AlertMedia = {
  type: "YOUTUBE",
  video_id: "dQw4w9WgXcQ",
  start_s: 10,
  end_s: 20,
  volume: 60,
};

/** A page that plays an alert of a minute, and whose time moves when the test says so. */
function openPlayingPage() {
  let now = start;
  let state = newPlayer(about, now);
  const actions: PlayerAction[] = [];
  const feed = (input: PlayerInput) => {
    const stepped = stepPlayer(state, input, { now, chance: 0.5 });
    state = stepped.state;
    actions.push(...stepped.actions);
  };
  const hear = (message: StageMessage) =>
    feed({ type: "HEARD", text: JSON.stringify({ v: 1, ts: now, build: "b", ...message }) });
  feed({ type: "TICK" });
  feed({ type: "OPENED" });
  const content = alertContent({ duration_ms: 60_000 });
  const { startMs, playMs } = playDeadlineOf(content);
  hear({
    t: "PLAY",
    d: {
      ...{ playback_ref: "one", kind: "LIVE", donation_ref: "one", is_mirror: false, epoch: 1 },
      ...{ start_by: now + startMs, max_ms: playMs, ...content },
    },
  });
  feed({ type: "STARTED", playbackRef: "one" });
  return {
    ...{ feed, hear, actions },
    state: () => state,
    pass: (ms: number) => {
      const until = now + ms;
      for (let wake = nextWakeOfPlayer(state); wake <= until; wake = nextWakeOfPlayer(state)) {
        now = Math.max(now + 1, wake);
        feed({ type: "TICK" });
      }
      now = until;
    },
  };
}

it("is not lengthened by a connection that was opened: only a word of the stage renews the lease", () => {
  const page = openPlayingPage();
  page.feed({ type: "CLOSED", code: 1006 });
  page.pass(timers.leaseMs - 100);
  page.feed({ type: "OPENED" });
  page.pass(200);
  expect(page.state().playing).toBeNull();
  expect(page.actions.map((action) => action.do)).toContain("STOP");
});

it("goes on with what it plays when the stage speaks before its lease is over", () => {
  const page = openPlayingPage();
  page.feed({ type: "CLOSED", code: 1006 });
  page.pass(timers.leaseMs - 100);
  page.feed({ type: "OPENED" });
  page.hear({ t: "CONTINUE", d: { playback_ref: "one" } });
  page.pass(timers.leaseMs - 100);
  expect(page.state().playing?.playbackRef).toBe("one");
});

it("gives up a video that never starts, before the stage does", () => {
  const clip = newClip(media, start);
  noteMessage(clip, { event: "onReady" }, start);
  // An advertisement is reported as playing, and the time of the video stands still.
  for (const at of [1_000, 20_000, 26_900]) {
    noteMessage(
      clip,
      { event: "infoDelivery", info: { currentTime: 10, playerState: 1 } },
      start + at,
    );
    noteTime(clip, start + at);
  }
  expect([clip.hasStarted, clip.end]).toEqual([false, null]);
  noteTime(clip, start + timers.startVideoMs - 1);
  expect(clip.end).toBe("YT_STALL");
});

it.each([
  [17, "YT_STALL"],
  [18, "ENDED"],
])("takes a video that stands still at %d of 10 to 20 seconds for %s", (reached, end) => {
  const clip = newClip(media, start);
  for (const currentTime of [10, 10.5, reached]) {
    noteMessage(clip, { event: "infoDelivery", info: { currentTime } }, start);
  }
  expect(clip.hasStarted).toBe(true);
  noteTime(clip, start + 13_000);
  expect(clip.end).toBeNull();
  noteTime(clip, start + timers.stallMs - 1);
  expect(clip.end).toBe(end);
});
