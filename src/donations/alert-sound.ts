import { sampleRateHz, waveOf } from "./wave.ts";

export const alertSounds = ["none", "drop", "chime", "fanfare"] as const;
export type AlertSound = (typeof alertSounds)[number];

type Note = { readonly hz: number; readonly atS: number };

// Notes of a major chord, which offend nobody's key.
const notesBySound: Readonly<Record<AlertSound, readonly Note[]>> = {
  none: [],
  drop: [
    { hz: 1046.5, atS: 0 },
    { hz: 784, atS: 0.12 },
  ],
  chime: [
    { hz: 523.25, atS: 0 },
    { hz: 659.25, atS: 0.14 },
    { hz: 784, atS: 0.28 },
  ],
  fanfare: [
    { hz: 392, atS: 0 },
    { hz: 523.25, atS: 0.16 },
    { hz: 659.25, atS: 0.32 },
    { hz: 1046.5, atS: 0.48 },
  ],
};

const ringS = 0.7;
const loudness = 0.32;

/** How long a sound is, which is known before anybody makes it. */
export function soundLengthMsOf(sound: AlertSound): number {
  const last = notesBySound[sound].at(-1);
  return last ? Math.round((last.atS + ringS) * 1_000) : 0;
}

/** Makes the sound: bells, each a tone with its overtone, that ring out. */
export function alertSound(sound: AlertSound): Uint8Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round((soundLengthMsOf(sound) / 1_000) * sampleRateHz));
  for (const { hz, atS } of notesBySound[sound]) {
    const start = Math.round(atS * sampleRateHz);
    const length = Math.round(ringS * sampleRateHz);
    for (let n = 0; n < length && start + n < samples.length; n += 1) {
      const t = n / sampleRateHz;
      const tone = Math.sin(2 * Math.PI * hz * t) + 0.35 * Math.sin(4 * Math.PI * hz * t);
      // The first milliseconds rise, because a step is heard as a click.
      const rise = Math.min(1, t / 0.004);
      samples[start + n] = (samples[start + n] ?? 0) + loudness * rise * Math.exp(-6 * t) * tone;
    }
  }
  return waveOf(samples);
}
