import type { Streamer } from "../../src/donations/streamer.ts";
import type { StageSnapshot } from "../../src/overlays/stage-snapshot.ts";
import { element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import { controls } from "./controls.ts";
import { firstSteps } from "./first-steps.ts";
import { agoOf, panel } from "./parts.ts";
import { awaitingList, endedList, healthOf, nowPlaying, queueList } from "./queue.ts";
import { redraw } from "./redraw.ts";
import { change } from "./session.ts";
import { soundCheck } from "./sound-check.ts";
import { followStage, type StageNews } from "./stage-link.ts";
import { noticeLine, troubleBox, troubleText } from "./trouble.ts";
import type { Steer, View } from "./view.ts";
import { type StudioWord, say } from "./words.ts";

/** What plays, what waits and what has been, as it changes. */
export function liveView(streamer: Streamer): View {
  const notice = noticeLine();
  const status = statusLine();
  const places = {
    now: element("div", { class: "stack" }),
    queue: element("div", { class: "stack" }),
    awaiting: element("div", { class: "stack" }),
    ended: element("div", { class: "stack" }),
    health: element("div", { class: "stack" }),
  };
  const steer = steering(notice.say);
  const bar = controls(streamer, steer);
  let shown: StageSnapshot | null = null;
  const body = element(
    "div",
    { class: "live-columns" },
    element(
      "div",
      { class: "stack wide" },
      panel(say("nowPlaying"), places.now, bar.box),
      panel(say("queue"), places.queue),
    ),
    element(
      "div",
      { class: "stack" },
      panel(say("health"), places.health),
      panel(say("awaiting"), places.awaiting),
      panel(say("soundCheck"), soundCheck(streamer, steer)),
      panel(say("ended"), places.ended),
    ),
  );
  // The whole of it comes at once, so that nothing moves when the rest arrives.
  const area = element("div", {}, skeleton());

  const leave = followStage((news) => {
    status.show(news);
    if (news.snapshot && news.snapshot !== shown) draw(news.snapshot);
    else if (!news.snapshot && news.trouble) {
      area.replaceChildren(troubleBox(news.trouble, () => location.reload()));
    }
  });

  function draw(snapshot: StageSnapshot): void {
    if (!shown) area.replaceChildren(body);
    shown = snapshot;
    bar.show(snapshot);
    redraw(places.now, nowPlaying(snapshot, steer));
    redraw(places.queue, queueList(snapshot, steer));
    redraw(places.awaiting, awaitingList(snapshot, steer));
    redraw(places.ended, endedList(snapshot, steer));
    redraw(places.health, healthOf(snapshot));
  }

  return {
    box: element(
      "div",
      { class: "stack" },
      element("div", { class: "live-head" }, status.box, notice.box),
      firstSteps(streamer),
      area,
    ),
    leave: () => {
      leave();
      status.stop();
    },
  };
}

function steering(tell: (text: string, isBad?: boolean) => void): Steer {
  const done = async (asked: ReturnType<typeof change>, said?: StudioWord) => {
    const answer = await asked;
    if (answer.outcome !== "done") tell(troubleText(answer), true);
    else if (said) tell(say(said));
  };
  return {
    command: (body, said) => done(change("/v1/overlays/stage/commands", "POST", body), said),
    judge: (ref, verdict, body = {}) =>
      done(change(`/v1/donations/${ref}/${verdict}`, "POST", body)),
  };
}

/** Whether what is shown is live, and when it was last heard from. */
function statusLine() {
  const words = element("span", { role: "status" }, say("connecting"));
  const age = element("span", { class: "muted" });
  const box = element("p", { class: "live" }, element("i", { class: "live-dot" }), words, age);
  let last: StageNews | null = null;

  function show(news: StageNews): void {
    last = news;
    const text = liveText(news);
    if (words.textContent !== text) words.textContent = text;
    box.classList.toggle("is-away", !news.isLive);
    showAge();
  }

  function showAge(): void {
    if (!last || last.heardAt === null) return;
    age.textContent = `(${say("heard", { ago: agoOf((performance.now() - last.heardAt) / 1_000) })})`;
  }

  const timer = window.setInterval(showAge, 1_000);
  return { box, show, stop: () => window.clearInterval(timer) };
}

function liveText({ isLive, heardAt, trouble }: StageNews): string {
  if (isLive) return say("live");
  return heardAt === null && !trouble ? say("connecting") : say("notLive");
}
