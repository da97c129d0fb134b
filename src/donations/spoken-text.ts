// Nobody wants to hear a letter held for a minute, or one word said fifty times.
const mostRepeats = 3;

/** What is read aloud of a message as it is shown: without signs that have no sound, and no longer than it may be. */
export function spokenText(message: string, mostCharacters: number): string {
  const letters = message
    .normalize("NFKC")
    .replaceAll(/[^\p{L}\p{M}\p{N}\s.,!?'-]/gu, " ")
    .replaceAll(/(\P{N})\1{3,}/gu, (_run, letter: string) => letter.repeat(mostRepeats));
  const kept: string[] = [];
  for (const word of letters.split(/\s+/).filter(Boolean)) {
    const recent = kept.slice(-mostRepeats);
    const isHeld = recent.length === mostRepeats && recent.every((said) => isSame(said, word));
    if (!isHeld) kept.push(word);
  }
  return cut(kept.join(" "), mostCharacters);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Cuts between words where it can, and never through a letter. */
function cut(text: string, mostCharacters: number): string {
  const letters = [...text];
  if (letters.length <= mostCharacters) return text;
  const begun = letters.slice(0, mostCharacters).join("");
  const lastGap = begun.lastIndexOf(" ");
  return lastGap > mostCharacters / 2 ? begun.slice(0, lastGap) : begun;
}
