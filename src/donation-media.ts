import type { Config } from "./config.ts";
import {
  catalogueVideos,
  createGoogleVoice,
  createWorkersAiVoice,
  createYoutubeVideos,
  localVoice,
  type MediaStore,
  mediaInBucket,
  type SpeakingAi,
  silentVoice,
  type TextToSpeech,
  type Videos,
} from "./donations/index.ts";

type MediaConfig = Pick<Config, "SPEECH_PROVIDER" | "VIDEO_SOURCE" | "GOOGLE_API_KEY">;

// A function of the runtime loses what it belongs to when it is handed on by itself.
const fetchUrl = (url: string, init?: RequestInit) => fetch(url, init);

/** Who reads messages aloud. */
export function voiceOf(config: MediaConfig, ai: SpeakingAi | null): TextToSpeech {
  switch (config.SPEECH_PROVIDER) {
    case "local":
      return localVoice;
    case "google":
      return createGoogleVoice(config.GOOGLE_API_KEY, fetchUrl);
    case "workers-ai":
      return ai ? createWorkersAiVoice(ai) : silentVoice;
    case "none":
      return silentVoice;
  }
}

/** The Worker's bucket of audio and who fills it: both, because audio lies under the name of its voice. */
export function keptMediaOf(
  env: Env & { readonly AI?: SpeakingAi },
  config: MediaConfig,
): { readonly media: MediaStore; readonly voice: TextToSpeech } {
  // Bound only where somebody chose its voice: without a network such a binding keeps the Worker from starting.
  return { media: mediaInBucket(env.MEDIA), voice: voiceOf(config, env.AI ?? null) };
}

/** Who knows whether a video can be played. */
export function videosOf(config: MediaConfig): Videos {
  if (config.VIDEO_SOURCE === "catalogue") return catalogueVideos;
  return createYoutubeVideos(config.GOOGLE_API_KEY, fetchUrl);
}
