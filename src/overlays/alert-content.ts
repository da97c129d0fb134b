/** One sound of an alert. Sounds of an alert follow one another. */
export type AudioClip = {
  readonly src: string;
  readonly gain: number;
  readonly duration_ms: number;
};

/** A part of a video, played beside the text and never under it. */
export type AlertMedia = {
  readonly type: "YOUTUBE";
  readonly video_id: string;
  readonly start_s: number;
  readonly end_s: number;
  /** Percent. */
  readonly volume: number;
};

/** Final words, as they are shown: what must not be seen has left them already. */
export type AlertView = {
  readonly title: string;
  readonly name: string;
  readonly amount_text: string;
  /** What the text says, for whoever reads another language than the stage writes. */
  readonly amount?: string | undefined;
  readonly currency?: string | undefined;
  readonly message: string;
  readonly variant: string;
  readonly duration_ms: number;
  readonly image: string | null;
};

/** Everything that a page shows and lets be heard of one alert. The page computes none of it. */
export type AlertContent = {
  readonly view: AlertView;
  readonly audio: readonly AudioClip[];
  readonly media: AlertMedia | null;
};

/** How long an alert is on: as long as the longest of what is seen and heard. */
export function lengthMsOf({ view, audio, media }: AlertContent): number {
  const soundMs = audio.reduce((sum, clip) => sum + clip.duration_ms, 0);
  const mediaMs = media === null ? 0 : (media.end_s - media.start_s) * 1_000;
  return Math.max(view.duration_ms, soundMs, mediaMs);
}
