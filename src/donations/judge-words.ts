import type { Settings } from "./settings.ts";

/** Why a donation waits for a moderator. */
export const holdReasons = ["BANNED_WORD", "LINK", "EVERYTHING"] as const;
export type HoldReason = (typeof holdReasons)[number];

export type Verdict = {
  readonly text: string;
  readonly heldFor: readonly HoldReason[];
  readonly isRefused: boolean;
};

type Span = { readonly start: number; readonly end: number };
type Folded = { readonly text: string; readonly places: readonly Span[] };

// How people write a letter to get past a list of words. An exclamation mark is none of them: it ends words.
const disguises: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};
const mask = "***";
const linkPattern =
  /(?:https?:\/\/|www\.)\S+|\b[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,3}\.(?:com|net|org|id|io|me|gg|tv|co|xyz|site|online|link|live|app|dev|info|biz)\b(?:\/\S*)?/giu;

/** Holds a donor's words against the rules of a streamer: what is shown of them, and who has to look first. */
export function judgeWords(words: string, moderation: Settings["moderation"]): Verdict {
  const { onLink, onWord } = actionsOf(moderation);
  const links = [...words.matchAll(linkPattern)];
  const text =
    links.length > 0 && onLink === "REMOVE"
      ? words.replaceAll(linkPattern, "").replaceAll(/\s+/g, " ").trim()
      : words;
  const found = spansOf(text, moderation.banned_words);
  const heldFor: HoldReason[] = [];
  if (found.length > 0 && onWord === "HOLD") heldFor.push("BANNED_WORD");
  if (links.length > 0 && onLink === "HOLD") heldFor.push("LINK");
  return {
    text: onWord === "CENSOR" ? masked(text, found) : text,
    heldFor,
    isRefused: found.length > 0 && onWord === "REFUSE",
  };
}

/** Where nobody looks, what somebody should look at is taken out. */
function actionsOf({ hold, on_link, on_banned_word }: Settings["moderation"]) {
  const isWatched = hold !== "NOTHING";
  return {
    onLink: on_link === "HOLD" && !isWatched ? "REMOVE" : on_link,
    onWord: on_banned_word === "HOLD" && !isWatched ? "CENSOR" : on_banned_word,
  };
}

/** Whether a text has one of these words. */
export function hasWord(text: string, banned: readonly string[]): boolean {
  return spansOf(text, banned).length > 0;
}

/** Where banned words stand. They are looked for as plain text: whatever signs they hold mean themselves. */
function spansOf(text: string, banned: readonly string[]): Span[] {
  const folded = foldedOf(text);
  return banned.flatMap((word) => {
    const wanted = foldedOf(word.trim()).text;
    return wanted === "" ? [] : findAll(folded, wanted);
  });
}

function findAll({ text, places }: Folded, wanted: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const first = places[at];
    const last = places[at + wanted.length - 1];
    if (first && last && isWhole(text, at, wanted)) {
      spans.push({ start: first.start, end: last.end });
    }
  }
  return spans;
}

/** Inside a longer word it is another word. */
function isWhole(text: string, at: number, wanted: string): boolean {
  const isInner = (letter: string | undefined) =>
    letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
  const before = isInner(wanted[0]) && isInner(text[at - 1]);
  const after = isInner(wanted.at(-1)) && isInner(text[at + wanted.length]);
  return !before && !after;
}

/** The letters of a text as they are compared, each with where it came from. */
function foldedOf(text: string): Folded {
  let folded = "";
  const places: Span[] = [];
  let start = 0;
  for (const sign of text) {
    const end = start + sign.length;
    const plain = sign
      .normalize("NFKD")
      .replaceAll(/[\p{M}\p{Cf}]/gu, "")
      .toLowerCase();
    for (const letter of plain) {
      const kept = disguises[letter] ?? letter;
      folded += kept;
      for (let unit = 0; unit < kept.length; unit += 1) places.push({ start, end });
    }
    start = end;
  }
  return { text: folded, places };
}

function masked(text: string, spans: readonly Span[]): string {
  let shown = "";
  let at = 0;
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    if (end <= at) continue;
    shown += start >= at ? text.slice(at, start) + mask : "";
    at = end;
  }
  return shown + text.slice(at);
}
