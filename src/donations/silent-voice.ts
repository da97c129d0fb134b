import type { TextToSpeech } from "./text-to-speech.ts";

/** No voice at all: every alert plays without. */
export const silentVoice: TextToSpeech = {
  name: "none",
  speak: async () => {
    throw new Error("No voice is configured; see SPEECH_PROVIDER.");
  },
};
