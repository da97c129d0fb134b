import { z } from "zod";
import type { TextToSpeech } from "./text-to-speech.ts";
import { sampleRateHz, waveLengthMsOf } from "./wave.ts";
import type { Fetch } from "./youtube-videos.ts";

const url = "https://texttospeech.googleapis.com/v1/text:synthesize";
const replySchema = z.object({ audioContent: z.base64() });

// Named, because without a name the voice may be another tomorrow.
const usualVoices: Readonly<Record<string, string>> = {
  "id-ID": "id-ID-Standard-A",
  "en-US": "en-US-Standard-C",
};

/** A voice that costs a key. */
export type GoogleVoice = TextToSpeech;

/** Google Cloud Text-to-Speech, which speaks Indonesian. WAV, because its length can be read off exactly. */
export function createGoogleVoice(apiKey: string, fetchUrl: Fetch): GoogleVoice {
  return {
    name: "google",
    speak: async ({ text, language, voice }, signal) => {
      const name = voice || usualVoices[language];
      const response = await fetchUrl(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Goog-Api-Key": apiKey },
        body: JSON.stringify({
          input: { text },
          voice: { languageCode: language, ...(name === undefined ? {} : { name }) },
          audioConfig: { audioEncoding: "LINEAR16", sampleRateHertz: sampleRateHz },
        }),
        signal,
      });
      if (!response.ok) throw new Error(`Google's Text-to-Speech answers ${response.status}.`);
      const { audioContent } = replySchema.parse(await response.json());
      const bytes = new Uint8Array(Buffer.from(audioContent, "base64"));
      const durationMs = waveLengthMsOf(bytes);
      if (durationMs === null) throw new Error("Google's Text-to-Speech answers no WAV file.");
      return { bytes, contentType: "audio/wav", durationMs };
    },
  };
}
