import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasWord, judgeWords } from "./judge-words.ts";
import { defaultSettingsOf } from "./settings.ts";

const usual = defaultSettingsOf("IDR").moderation;
const shown = (text: string, banned_words: string[], changes: object = {}) =>
  judgeWords(text, { ...usual, banned_words, ...changes }).text;

describe("a banned word", () => {
  it.each([
    ["dasar buruk kamu", "dasar *** kamu"],
    ["BURUK!", "***!"],
    ["b\u00fcruk", "***"],
    ["bu\u200bruk", "***"],
    ["Ｂｕｒｕｋ", "***"],
    ["buruk buruk", "*** ***"],
    ["(buruk)", "(***)"],
  ])("is found in %j however it is dressed up", (text, censored) => {
    expect(shown(text, ["buruk"])).toBe(censored);
  });

  it.each([["keburukan"], ["burukan"], ["bu ruk"], ["baik"]])("is not found in %j", (text) => {
    expect(shown(text, ["buruk"])).toBe(text);
  });

  it("is found behind digits that look like letters", () => {
    expect(shown("dasar j3l3k", ["jelek"])).toBe("dasar ***");
  });

  it.each([[".*"], ["("], ["[a-z]+"], ["a|b"], ["\\d"], ["^"], ["$&"], ["**"]])(
    "is text and no pattern: %j",
    (word) => {
      expect(shown("hello world 123", [word])).toBe("hello world 123");
      expect(hasWord(`so ${word} it is`, [word])).toBe(true);
    },
  );

  it("never throws, and never shows a word that it has found", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.string({ maxLength: 12 }), { maxLength: 5 }),
        (text, words) => {
          const judged = shown(text, words, { on_link: "ALLOW" });
          const isMask = (word: string) => /^[*\s]*$/.test(word);
          expect(
            hasWord(
              judged,
              words.filter((word) => !isMask(word)),
            ),
          ).toBe(false);
        },
      ),
      // What is left beside a mask may make up another word, which no list can foresee.
      { numRuns: 300, seed: 20_261_121 },
    );
  });
});

describe("a link", () => {
  it.each([
    ["lihat https://example.test/x?y=1 ya", "lihat ya"],
    ["www.judi.example sekarang", "sekarang"],
    ["main di slot-gacor.com/daftar", "main di"],
  ])("is taken out of %j", (text, rest) => {
    expect(shown(text, [])).toBe(rest);
  });

  it("stays where the streamer lets it", () => {
    expect(shown("lihat contoh.com", [], { on_link: "ALLOW" })).toBe("lihat contoh.com");
  });

  it.each([["Rp10.000 ya"], ["jam 8.30"], ["oke...sip"], ["p.s. semangat"]])(
    "is not what %j has",
    (text) => {
      expect(shown(text, [])).toBe(text);
    },
  );
});

it("takes out what would be held where nobody looks", () => {
  const rules = { hold: "NOTHING", on_banned_word: "HOLD", on_link: "HOLD" } as const;
  const verdict = judgeWords("buruk contoh.com", { ...usual, banned_words: ["buruk"], ...rules });
  expect(verdict).toEqual({ text: "***", heldFor: [], isRefused: false });
});
