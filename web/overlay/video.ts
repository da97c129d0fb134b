import type { AlertMedia } from "../../src/overlays/alert-content.ts";
import { element } from "../page/dom.ts";
import { newClip, noteMessage, noteTime, type PlayerMessage, progressOf } from "./clip.ts";

export type VideoEars = {
  readonly started: () => void;
  readonly ended: () => void;
  readonly failed: (code: string) => void;
};

export type Video = {
  readonly frame: HTMLIFrameElement;
  /** How much of the part has been played, from 0 to 1. */
  readonly progress: () => number;
  readonly setVolume: (volume: number, isMuted: boolean) => void;
  readonly stop: () => void;
};

const playerOrigin = "https://www.youtube.com";
const watchMs = 250;

/**
 * YouTube's player, steered by the messages that its own script would send: so nobody else's script runs in a page whose
 * address holds a token.
 */
export function createVideo(media: AlertMedia, ears: VideoEars): Video {
  const frame = frameOf(media);
  const clip = newClip(media, performance.now());
  let volume = media.volume;
  let isOver = false;

  function post(message: object): void {
    const text = JSON.stringify({ id: "saku", channel: "widget", ...message });
    frame.contentWindow?.postMessage(text, playerOrigin);
  }

  function order(func: string, args: readonly unknown[]): void {
    post({ event: "command", func, args });
  }

  function hear({ origin, source, data }: MessageEvent): void {
    if (origin !== playerOrigin || source !== frame.contentWindow) return;
    const message = readMessage(data);
    if (!message) return;
    if (!clip.hasAnswered) {
      clip.hasAnswered = true;
      for (const event of ["onStateChange", "onError"]) order("addEventListener", [event]);
      order("setVolume", [volume]);
    }
    noteMessage(clip, message, performance.now());
    tell();
  }

  function watch(): void {
    if (!clip.hasAnswered) post({ event: "listening" });
    noteTime(clip, performance.now());
    tell();
  }

  function tell(): void {
    if (isOver) return;
    if (clip.news === "STARTED") ears.started();
    const { end } = clip;
    clip.news = null;
    if (end === null) return;
    stop();
    if (end === "ENDED") ears.ended();
    else ears.failed(end);
  }

  function stop(): void {
    isOver = true;
    window.clearInterval(watching);
    window.removeEventListener("message", hear);
    frame.remove();
  }

  window.addEventListener("message", hear);
  const watching = window.setInterval(watch, watchMs);
  return {
    frame,
    stop,
    progress: () => progressOf(clip),
    setVolume: (share, isMuted) => {
      volume = isMuted ? 0 : Math.round(media.volume * share);
      if (clip.hasAnswered) order("setVolume", [volume]);
    },
  };
}

function frameOf({ video_id, start_s, end_s }: AlertMedia): HTMLIFrameElement {
  const address = new URL(`/embed/${encodeURIComponent(video_id)}`, playerOrigin);
  const wishes = {
    ...{ enablejsapi: "1", autoplay: "1", controls: "0", rel: "0", playsinline: "1" },
    ...{ iv_load_policy: "3", disablekb: "1", fs: "0", origin: location.origin },
    ...{ start: String(start_s), end: String(end_s) },
  };
  for (const [name, value] of Object.entries(wishes)) address.searchParams.set(name, value);
  return element("iframe", {
    class: "alert-video",
    src: address.href,
    title: "YouTube",
    allow: "autoplay; encrypted-media; picture-in-picture",
    // Without a Referer the player refuses with error 153; the fragment with the token is never part of one.
    referrerpolicy: "strict-origin-when-cross-origin",
  });
}

function readMessage(data: unknown): PlayerMessage | null {
  if (typeof data !== "string") return null;
  try {
    const message: unknown = JSON.parse(data);
    return message !== null && typeof message === "object" ? message : null;
  } catch {
    return null;
  }
}
