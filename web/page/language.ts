import { memoryOf } from "./storage.ts";
import { english, indonesian, type Word } from "./words.ts";

export type Language = "en" | "id";

const catalogues = { en: english, id: indonesian };
const chosen = memoryOf("localStorage", "saku.language");
const listeners: (() => void)[] = [];

export function currentLanguage(): Language {
  const language = chosen.read() || navigator.language;
  return language.toLowerCase().startsWith("id") ? "id" : "en";
}

export function chooseLanguage(language: Language): void {
  chosen.write(language);
  for (const listener of listeners) listener();
}

/** Calls back now and whenever another language is chosen, so that a page draws itself again. */
export function drawInLanguage(draw: () => void): void {
  const drawAgain = () => {
    document.documentElement.lang = currentLanguage();
    draw();
  };
  listeners.push(drawAgain);
  drawAgain();
}

/** What the interface says, with `{name}` replaced by what is given for it. */
export function say(word: Word, given: Readonly<Record<string, string>> = {}): string {
  return catalogues[currentLanguage()][word].replace(
    /\{(\w+)\}/g,
    (placeholder, name: string) => given[name] ?? placeholder,
  );
}
