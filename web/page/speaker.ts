import { currentLanguage } from "./language.ts";

export type Speaker<Word extends string> = (
  word: Word,
  given?: Readonly<Record<string, string>>,
) => string;

/** What one page says beside the words of all pages; a word that is missing in one language does not compile. */
export function speakerOf<Word extends string>(catalogues: {
  readonly en: Readonly<Record<Word, string>>;
  readonly id: Readonly<Record<NoInfer<Word>, string>>;
}): Speaker<Word> {
  return (word, given = {}) =>
    catalogues[currentLanguage()][word].replace(
      /\{(\w+)\}/g,
      (placeholder, name: string) => given[name] ?? placeholder,
    );
}

/** How numbers and times are written in the language of the page. */
export function currentLocale(): string {
  return currentLanguage() === "id" ? "id-ID" : "en-GB";
}
