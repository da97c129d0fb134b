import { type SpeechSound, speechSounds } from "./speech-sounds.ts";
import type { TextToSpeech } from "./text-to-speech.ts";
import { sampleRateHz, waveOf } from "./wave.ts";

// The widths of the resonances, and how long the mouth takes from one shape to the next.
const widthsHz = [70, 100, 150] as const;
const noiseWidthHz = 900;
const movingMs = 35;
const loudest = 0.8;

const firstPitchHz = 128;
const lastPitchHz = 98;

/** Passes what is near a frequency: two samples of memory, with coefficients that follow the mouth. */
type Resonator = (sample: number, hz: number, widthHz: number) => number;

/**
 * A voice that needs nobody: resonances over a buzz and a hiss, as speech was first made by machines. It is understood
 * with good will, costs no key and no network, and says the same thing the same way every time.
 */
export const localVoice: TextToSpeech = {
  name: "local",
  speak: async ({ text }) => {
    const samples = spokenSamples(speechSounds(text));
    const durationMs = Math.round((samples.length / sampleRateHz) * 1_000);
    return { bytes: waveOf(samples), contentType: "audio/wav", durationMs };
  },
};

function spokenSamples(sounds: readonly SpeechSound[]): Float32Array {
  const lengths = sounds.map(({ ms }) => Math.round((ms / 1_000) * sampleRateHz));
  const samples = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
  const mouth = [createResonator(), createResonator(), createResonator()];
  const breath = createResonator();
  const hiss = createHiss();
  let phase = 0;
  let at = 0;
  sounds.forEach((sound, place) => {
    const before = sounds[place - 1] ?? sound;
    for (let n = 0; n < (lengths[place] ?? 0); n += 1, at += 1) {
      const now = between(before, sound, Math.min(1, (n / sampleRateHz) * (1_000 / movingMs)));
      phase = (phase + pitchHzAt(at / samples.length, at / sampleRateHz) / sampleRateHz) % 1;
      const buzz = (phase < 0.6 ? phase / 0.6 : (phase - 1) / 0.4) * now.voice;
      const voiced = mouth.reduce(
        (sample, resonate, of) => resonate(sample, now.formants[of] ?? 0, widthsHz[of] ?? 0),
        buzz,
      );
      samples[at] = voiced + breath(hiss(), now.noiseHz, noiseWidthHz) * now.noise;
    }
  });
  return evened(samples);
}

function between(one: SpeechSound, other: SpeechSound, share: number): SpeechSound {
  const mix = (from: number, to: number) => from + (to - from) * share;
  const [a, b, c] = one.formants;
  const [d, e, f] = other.formants;
  return {
    formants: [mix(a, d), mix(b, e), mix(c, f)],
    voice: mix(one.voice, other.voice),
    noise: mix(one.noise, other.noise),
    noiseHz: other.noiseHz,
    ms: other.ms,
  };
}

/** A voice sinks towards the end of what it says, and is never quite still. */
function pitchHzAt(share: number, seconds: number): number {
  return firstPitchHz + (lastPitchHz - firstPitchHz) * share + 2.5 * Math.sin(31 * seconds);
}

function createResonator(): Resonator {
  let last = 0;
  let beforeLast = 0;
  return (sample, hz, widthHz) => {
    const decay = Math.exp((-Math.PI * widthHz) / sampleRateHz);
    const back = 2 * decay * Math.cos((2 * Math.PI * hz) / sampleRateHz);
    const further = -decay * decay;
    const out = (1 - back - further) * sample + back * last + further * beforeLast;
    beforeLast = last;
    last = out;
    return out;
  };
}

/** Noise that is the same each time, so that the same words are the same file. */
function createHiss(): () => number {
  let state = 0x2545f491;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x80000000 - 1;
  };
}

/** As loud as it may be, without ever being cut. */
function evened(samples: Float32Array): Float32Array {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return peak === 0 ? samples : samples.map((sample) => (sample / peak) * loudest);
}
