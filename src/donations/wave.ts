/** What speech and bells need, and every browser plays. */
export const sampleRateHz = 22_050;

/** A WAV file. */
export type Wave = Uint8Array<ArrayBuffer>;

const headerBytes = 44;
const bytesASample = 2;

/** Writes samples from -1 to 1 as a WAV file: one channel, 16 bits. */
export function waveOf(samples: Float32Array): Wave {
  const dataBytes = samples.length * bytesASample;
  const file = new DataView(new ArrayBuffer(headerBytes + dataBytes));
  const text = (at: number, word: string) => {
    for (const [place, letter] of [...word].entries())
      file.setUint8(at + place, letter.charCodeAt(0));
  };
  text(0, "RIFF");
  file.setUint32(4, headerBytes - 8 + dataBytes, true);
  text(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, sampleRateHz, true);
  file.setUint32(28, sampleRateHz * bytesASample, true);
  file.setUint16(32, bytesASample, true);
  file.setUint16(34, 8 * bytesASample, true);
  text(36, "data");
  file.setUint32(40, dataBytes, true);
  samples.forEach((sample, place) => {
    const clipped = Math.max(-1, Math.min(1, sample));
    file.setInt16(headerBytes + place * bytesASample, Math.round(clipped * 32_767), true);
  });
  return new Uint8Array(file.buffer);
}

/** How long a WAV file plays, by its own header; null for what is none. */
export function waveLengthMsOf(file: Uint8Array): number | null {
  if (file.length < headerBytes) return null;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57415645) return null;
  const bytesASecond = view.getUint32(28, true);
  if (bytesASecond === 0) return null;
  // A header that was written before the end was known says too much; the file itself does not.
  return Math.round(((file.length - headerBytes) / bytesASecond) * 1_000);
}
