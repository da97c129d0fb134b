import { describe, expect, it } from "vitest";
import { createGoogleVoice } from "./google-voice.ts";
import { waveOf } from "./wave.ts";
import { createWorkersAiVoice } from "./workers-ai-voice.ts";

const wave = waveOf(new Float32Array(22_050).fill(0.1));
const request = { text: "Halo", language: "id-ID", voice: "" };
const { signal } = new AbortController();

describe("Google's voice", () => {
  it("is asked in Indonesian with the key in a header, and answers audio of a known length", async () => {
    const asked: { url: string; init: RequestInit | undefined }[] = [];
    const voice = createGoogleVoice("a key", async (url, init) => {
      asked.push({ url, init });
      return Response.json({ audioContent: Buffer.from(wave).toString("base64") });
    });
    const { bytes, durationMs } = await voice.speak(request, signal);
    expect(durationMs).toBe(1_000);
    expect(bytes).toEqual(wave);
    expect(asked[0]?.url).toBe("https://texttospeech.googleapis.com/v1/text:synthesize");
    expect(asked[0]?.init?.headers).toMatchObject({ "X-Goog-Api-Key": "a key" });
    expect(JSON.parse(String(asked[0]?.init?.body))).toEqual({
      input: { text: "Halo" },
      voice: { languageCode: "id-ID", name: "id-ID-Standard-A" },
      audioConfig: { audioEncoding: "LINEAR16", sampleRateHertz: 22_050 },
    });
  });

  it.each([
    ["a refusal", () => new Response("{}", { status: 403 })],
    ["no audio", () => Response.json({ audioContent: "" })],
    ["something else", () => Response.json({})],
  ])("throws at %s", async (_name, answer) => {
    const voice = createGoogleVoice("a key", async () => answer());
    await expect(voice.speak(request, signal)).rejects.toThrow();
  });
});

describe("the voice of Workers AI", () => {
  it("speaks English, and no language that none of its models has", async () => {
    const models: string[] = [];
    const voice = createWorkersAiVoice({
      run: async (model) => {
        models.push(model);
        return new Response(wave);
      },
    });
    const spoken = await voice.speak({ ...request, language: "en-US" }, signal);
    expect(spoken.durationMs).toBe(1_000);
    await expect(voice.speak(request, signal)).rejects.toThrow(/id-ID/);
    expect(models).toEqual(["@cf/deepgram/aura-2-en"]);
  });
});
