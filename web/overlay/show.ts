import type { Controls } from "../../src/overlays/protocol.ts";
import { element } from "../page/dom.ts";
import { alertBox } from "./alert.ts";
import type { Play } from "./player-state.ts";
import { createSounds, type Sounds } from "./sounds.ts";
import { createVideo, type Video } from "./video.ts";

export type ShowEars = {
  readonly started: () => void;
  readonly ended: () => void;
  readonly failed: (code: string) => void;
  readonly audible: (isOk: boolean) => void;
};

/** One alert on the screen. */
export type Show = {
  readonly setControls: (controls: Controls) => void;
  readonly stop: () => void;
};

const leaveMs = 300;
const progressMs = 250;
const imageLimitMs = 8_000;

type Parts = { readonly box: HTMLElement; readonly sounds: Sounds; readonly video: Video | null };

/** Shows an alert until the longest of what is seen and heard is over. Nothing is seen before all of it can be. */
export function showAlert(
  place: HTMLElement,
  play: Play,
  controls: Controls,
  ears: ShowEars,
): Show {
  const waiting = new Set(["time", "sounds", ...(hasVideo(play) ? ["video"] : [])]);
  const timers: number[] = [];
  let isOver = false;
  let hasBegun = false;

  const parts: Parts = {
    box: alertBox(play.view),
    // A mirror is seen and not heard.
    sounds: createSounds(play.is_mirror ? [] : play.audio),
    video: hasVideo(play)
      ? createVideo(play.media, {
          started: () => begin(),
          ended: () => done("video"),
          failed: (code) => fail(code),
        })
      : null,
  };
  setVolume(parts, controls);
  if (parts.video) addVideo(parts.box, parts.video, timers);

  function begin(): void {
    if (isOver || hasBegun) return;
    hasBegun = true;
    parts.box.classList.add("is-in");
    ears.started();
    timers.push(window.setTimeout(() => done("time"), play.view.duration_ms));
    parts.sounds.begin({ audible: ears.audible, done: () => done("sounds") });
  }

  function done(what: string): void {
    waiting.delete(what);
    if (waiting.size > 0 || isOver) return;
    stop();
    ears.ended();
  }

  function fail(code: string): void {
    if (isOver) return;
    stop();
    ears.failed(code);
  }

  function stop(): void {
    if (isOver) return;
    isOver = true;
    for (const timer of timers) window.clearTimeout(timer);
    parts.sounds.stop();
    parts.video?.stop();
    leave(parts.box);
  }

  place.append(parts.box);
  void ready(parts).then((fault) => {
    if (fault !== null) fail(fault);
    else if (!parts.video) begin();
  });
  return { stop, setControls: (next) => setVolume(parts, next) };
}

function hasVideo(play: Play): play is Play & { readonly media: NonNullable<Play["media"]> } {
  return play.media !== null && !play.is_mirror;
}

function setVolume({ sounds, video }: Parts, { volume, is_muted }: Controls): void {
  sounds.setVolume(volume, is_muted);
  video?.setVolume(volume, is_muted);
}

/** The video stands below the words, and nothing ever stands over it. */
function addVideo(box: HTMLElement, video: Video, timers: number[]): void {
  const bar = element("i", {});
  box.append(
    element("div", { class: "alert-screen" }, video.frame),
    element("div", { class: "alert-progress" }, bar),
  );
  timers.push(
    window.setInterval(() => {
      bar.style.width = `${video.progress() * 100}%`;
    }, progressMs),
  );
}

/** What of it cannot be shown, or null. */
async function ready({ box, sounds }: Parts): Promise<string | null> {
  const image = box.querySelector("img");
  const [canSound, canShow] = await Promise.all([sounds.load(), image ? imageLoaded(image) : true]);
  if (!canSound) return "AUDIO_LOAD";
  return canShow ? null : "IMAGE_LOAD";
}

function imageLoaded(image: HTMLImageElement): Promise<boolean> {
  return new Promise((resolve) => {
    image.addEventListener("load", () => resolve(true), { once: true });
    image.addEventListener("error", () => resolve(false), { once: true });
    window.setTimeout(() => resolve(false), imageLimitMs);
    if (image.complete && image.naturalWidth > 0) resolve(true);
  });
}

function leave(box: HTMLElement): void {
  if (!box.classList.contains("is-in")) {
    box.remove();
    return;
  }
  box.classList.remove("is-in");
  box.classList.add("is-out");
  window.setTimeout(() => box.remove(), leaveMs);
}
