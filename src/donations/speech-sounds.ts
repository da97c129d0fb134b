/** A stretch of speech: where the mouth resonates, and how much of it is voice and how much is breath. */
export type SpeechSound = {
  /** The first three resonances of the mouth, in hertz. */
  readonly formants: readonly [number, number, number];
  readonly voice: number;
  readonly noise: number;
  readonly noiseHz: number;
  readonly ms: number;
};

type Formants = SpeechSound["formants"];

const sound = (formants: Formants, part: Partial<SpeechSound>): SpeechSound => ({
  formants,
  voice: 0,
  noise: 0,
  noiseHz: 2_000,
  ms: 80,
  ...part,
});
const vowel = (...formants: Formants) => [sound(formants, { voice: 1, ms: 115 })];
const nasal = (...formants: Formants) => [sound(formants, { voice: 0.45, ms: 75 })];
const glide = (...formants: Formants) => [sound(formants, { voice: 0.7, ms: 60 })];
const hiss = (noiseHz: number, noise: number, voice = 0) => [
  sound([350, 1_600, 2_600], { noiseHz, noise, voice, ms: 95 }),
];
/** The way is shut, and opens at once. */
const burst = (noiseHz: number, voice: number, formants: Formants) => [
  sound(formants, { voice: voice * 0.18, ms: 55 }),
  sound(formants, { noise: 0.55, noiseHz, voice: voice * 0.5, ms: 18 }),
];

// Indonesian is written as it is spoken, so its letters name its sounds. The resonances are those of a man's voice.
const byLetters: Readonly<Record<string, readonly SpeechSound[]>> = {
  a: vowel(760, 1_300, 2_450),
  i: vowel(300, 2_250, 2_950),
  u: vowel(330, 800, 2_300),
  e: vowel(480, 1_550, 2_450),
  o: vowel(500, 900, 2_400),
  m: nasal(270, 1_000, 2_150),
  n: nasal(270, 1_450, 2_300),
  ng: nasal(280, 1_900, 2_500),
  ny: nasal(270, 2_100, 2_700),
  l: glide(360, 1_250, 2_600),
  r: [...glide(400, 1_250, 1_700), sound([400, 1_250, 1_700], { voice: 0.2, ms: 22 })],
  w: glide(310, 720, 2_250),
  y: glide(290, 2_200, 2_900),
  p: burst(900, 0, [320, 900, 2_200]),
  b: burst(900, 1, [300, 900, 2_200]),
  t: burst(3_900, 0, [320, 1_700, 2_600]),
  d: burst(3_500, 1, [300, 1_700, 2_600]),
  k: burst(1_900, 0, [320, 1_900, 2_300]),
  g: burst(1_800, 1, [300, 1_900, 2_300]),
  c: [...burst(3_200, 0, [320, 1_900, 2_600]), ...hiss(3_000, 0.4)],
  j: [...burst(2_900, 1, [300, 1_900, 2_600]), ...hiss(2_800, 0.22, 0.4)],
  s: hiss(5_800, 0.42),
  sy: hiss(3_100, 0.42),
  z: hiss(5_400, 0.25, 0.5),
  f: hiss(4_200, 0.22),
  v: hiss(4_000, 0.16, 0.5),
  h: [sound([520, 1_400, 2_450], { noise: 0.2, noiseHz: 1_400, ms: 65 })],
  kh: hiss(1_700, 0.3),
};

const silence = (ms: number): SpeechSound => sound([500, 1_500, 2_500], { ms });
const pauses: Readonly<Record<string, number>> = {
  " ": 45,
  ",": 220,
  ".": 320,
  "!": 320,
  "?": 320,
};
const spelled: Readonly<Record<string, string>> = { q: "k", x: "ks" };
const digits = [
  "nol",
  "satu",
  "dua",
  "tiga",
  "empat",
  "lima",
  "enam",
  "tujuh",
  "delapan",
  "sembilan",
];

/** The sounds of a text, letter by letter. What has none is passed over. */
export function speechSounds(text: string): SpeechSound[] {
  const letters = text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\d/g, (digit) => ` ${digits[Number.parseInt(digit, 10)] ?? ""} `)
    .replaceAll(/[qx]/g, (letter) => spelled[letter] ?? "")
    .replaceAll(/[^a-z ,.!?]+/g, " ")
    .trim();
  const sounds: SpeechSound[] = [silence(40)];
  for (let at = 0; at < letters.length; ) {
    const pair = byLetters[letters.slice(at, at + 2)];
    const single = letters[at] ?? "";
    const pauseMs = pauses[single];
    if (pauseMs !== undefined) sounds.push(silence(pauseMs));
    sounds.push(...(pair ?? byLetters[single] ?? []));
    at += pair ? 2 : 1;
  }
  return [...sounds, silence(80)];
}
