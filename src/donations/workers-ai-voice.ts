import type { TextToSpeech } from "./text-to-speech.ts";
import { sampleRateHz, waveLengthMsOf } from "./wave.ts";

/** The part of Cloudflare's AI binding that speaks. */
export type SpeakingAi = {
  readonly run: (
    model: string,
    input: Readonly<Record<string, unknown>>,
    options: { readonly returnRawResponse: true; readonly signal?: AbortSignal },
  ) => Promise<Response>;
};

// None of its models speaks Indonesian.
const modelByLanguage: Readonly<Record<string, string>> = { "en-US": "@cf/deepgram/aura-2-en" };

/** A voice that costs no key. */
export type WorkersAiVoice = TextToSpeech;

/** A voice of Workers AI, for the languages that it speaks; every other is refused, and the alert plays without. */
export function createWorkersAiVoice(ai: SpeakingAi): WorkersAiVoice {
  return {
    name: "workers-ai",
    speak: async ({ text, language, voice }, signal) => {
      const model = modelByLanguage[language];
      if (model === undefined) throw new Error(`Workers AI has no voice that speaks ${language}.`);
      const input = {
        text,
        ...(voice === "" ? {} : { speaker: voice }),
        encoding: "linear16",
        container: "wav",
        sample_rate: sampleRateHz,
      };
      const response = await ai.run(model, input, { returnRawResponse: true, signal });
      if (!response.ok) throw new Error(`Workers AI answers ${response.status}.`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const durationMs = waveLengthMsOf(bytes);
      if (durationMs === null) throw new Error("Workers AI answers no WAV file.");
      return { bytes, contentType: "audio/wav", durationMs };
    },
  };
}
