import { describe, expect, it } from "vitest";
import { alertSound, alertSounds, soundLengthMsOf } from "./alert-sound.ts";
import { localVoice } from "./local-voice.ts";
import { waveLengthMsOf } from "./wave.ts";

const speak = (text: string) =>
  localVoice.speak({ text, language: "id-ID", voice: "" }, new AbortController().signal);
const samplesOf = (bytes: Uint8Array<ArrayBuffer>) => new Int16Array(bytes.buffer, 44);
const loudnessOf = (samples: Int16Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length);

describe("the local voice", () => {
  it("makes audio that can be heard and is never cut, as long as its header says", async () => {
    const { bytes, durationMs } = await speak("Semangat terus, Kak! Dari Sari 25 ribu.");
    expect(durationMs).toBeGreaterThan(2_000);
    expect(durationMs).toBeLessThan(8_000);
    expect(waveLengthMsOf(bytes)).toBe(durationMs);
    expect(loudnessOf(samplesOf(bytes))).toBeGreaterThan(0.03);
    expect(Math.max(...samplesOf(bytes).map(Math.abs))).toBeLessThan(32_767);
  });

  it("says other words otherwise, and the same words the same way", async () => {
    const [one, same, other] = [await speak("apa"), await speak("apa"), await speak("isi")];
    expect(one.bytes).toEqual(same.bytes);
    expect(Buffer.compare(one.bytes, other.bytes)).not.toBe(0);
  });

  it("is silent where there is nothing to say", async () => {
    const { bytes, durationMs } = await speak("");
    expect(durationMs).toBeLessThan(200);
    expect(loudnessOf(samplesOf(bytes))).toBe(0);
  });
});

it.each(alertSounds.filter((sound) => sound !== "none"))(
  "rings %s for as long as it says",
  (sound) => {
    const bytes = alertSound(sound);
    expect(waveLengthMsOf(bytes)).toBe(soundLengthMsOf(sound));
    expect(loudnessOf(samplesOf(bytes))).toBeGreaterThan(0.03);
  },
);

it("has no length for what is no WAV file", () => {
  expect(waveLengthMsOf(new Uint8Array(100))).toBeNull();
  expect(waveLengthMsOf(new Uint8Array(3))).toBeNull();
});
