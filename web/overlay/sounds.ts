import type { AudioClip } from "../../src/overlays/alert-content.ts";

export type SoundEars = {
  /** The browser lets this page be heard, or does not. */
  readonly audible: (isOk: boolean) => void;
  readonly done: () => void;
};

export type Sounds = {
  /** Whether every clip can be played. */
  readonly load: () => Promise<boolean>;
  readonly begin: (ears: SoundEars) => void;
  readonly setVolume: (volume: number, isMuted: boolean) => void;
  readonly stop: () => void;
};

const loadLimitMs = 8_000;
// A clip that hangs must not keep the alert on the screen.
const stallMs = 4_000;

/** The sounds of one alert, one after another. */
export function createSounds(clips: readonly AudioClip[]): Sounds {
  const elements = clips.map(({ src }) => {
    const audio = new Audio();
    audio.preload = "auto";
    audio.src = src;
    return audio;
  });
  let isStopped = false;
  let timer = 0;

  function playFrom(n: number, ears: SoundEars): void {
    const audio = elements[n];
    const clip = clips[n];
    if (isStopped) return;
    if (!audio || !clip) {
      ears.done();
      return;
    }
    let isOver = false;
    const next = () => {
      if (isOver) return;
      isOver = true;
      window.clearTimeout(timer);
      playFrom(n + 1, ears);
    };
    audio.addEventListener("ended", next, { once: true });
    audio.addEventListener("error", next, { once: true });
    timer = window.setTimeout(next, clip.duration_ms + stallMs);
    audio.play().then(
      () => ears.audible(true),
      (error: unknown) => {
        if (isStopped) return;
        if (error instanceof DOMException && error.name === "NotAllowedError") ears.audible(false);
        // The alert stays as long as it would have been heard.
        window.clearTimeout(timer);
        timer = window.setTimeout(next, clip.duration_ms);
      },
    );
  }

  return {
    load: async () => (await Promise.all(elements.map(loaded))).every(Boolean),
    begin: (ears) => playFrom(0, ears),
    setVolume: (volume, isMuted) => {
      for (const [n, audio] of elements.entries()) {
        audio.volume = Math.min(1, Math.max(0, volume * (clips[n]?.gain ?? 1)));
        audio.muted = isMuted;
      }
    },
    stop: () => {
      isStopped = true;
      window.clearTimeout(timer);
      for (const audio of elements) {
        audio.pause();
        audio.removeAttribute("src");
        audio.load();
      }
    },
  };
}

function loaded(audio: HTMLAudioElement): Promise<boolean> {
  return new Promise((resolve) => {
    if (audio.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) resolve(true);
    audio.addEventListener("canplay", () => resolve(true), { once: true });
    audio.addEventListener("error", () => resolve(false), { once: true });
    window.setTimeout(() => resolve(false), loadLimitMs);
  });
}
