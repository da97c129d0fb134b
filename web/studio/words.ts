import { speakerOf } from "../page/speaker.ts";
import { english, type StudioWord } from "./words-en.ts";
import { indonesian } from "./words-id.ts";

export type { StudioWord };

export const say = speakerOf<StudioWord>({ en: english, id: indonesian });

/** The same word for something that the API says, where there is one. */
export function wordOf(code: string): StudioWord | null {
  return Object.keys(english).find((word): word is StudioWord => word === code) ?? null;
}

/** What the API says in a word of its own, in ours. */
export function sayOf(prefix: string, code: string): string {
  const word = wordOf(`${prefix}${code}`);
  return word ? say(word) : code;
}
