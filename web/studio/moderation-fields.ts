import type { Streamer } from "../../src/donations/streamer.ts";
import { field } from "../form/fields.ts";
import { element } from "../page/dom.ts";
import { labelled, select } from "./parts.ts";
import { pair } from "./settings-fields.ts";
import { type StudioWord, say, sayOf } from "./words.ts";

const holds = ["NOTHING", "FLAGGED", "EVERYTHING"] as const;
const onWords = ["CENSOR", "HOLD", "REFUSE"] as const;
const onLinks = ["REMOVE", "HOLD", "ALLOW"] as const;

/** What is looked at before it is shown, and which words are not wanted. */
export function moderationFields({ moderation }: Streamer["settings"]) {
  const hold = chooser("hold", "hold_", holds, moderation.hold);
  const onWord = chooser("onBanned", "on_", onWords, moderation.on_banned_word);
  const onLink = chooser("onLink", "link_", onLinks, moderation.on_link);
  const words = lines(moderation.banned_words, "4");
  const titles = lines(moderation.banned_titles, "3");
  return {
    box: element(
      "div",
      { class: "stack" },
      labelled(say("hold"), hold),
      field(say("banned"), say("bannedHint"), words).box,
      pair(labelled(say("onBanned"), onWord), labelled(say("onLink"), onLink)),
      field(say("bannedTitles"), say("bannedHint"), titles).box,
    ),
    read: () => ({
      moderation: {
        ...moderation,
        hold: hold.value,
        on_banned_word: onWord.value,
        on_link: onLink.value,
        banned_words: linesOf(words),
        banned_titles: linesOf(titles),
      },
    }),
  };
}

function chooser(
  label: StudioWord,
  prefix: string,
  values: readonly string[],
  chosen: string,
): HTMLSelectElement {
  const offered = values.map((value) => ({ value, name: sayOf(prefix, value) }));
  return select(offered, chosen, say(label));
}

function lines(values: readonly string[], rows: string): HTMLTextAreaElement {
  const made = element("textarea", { class: "input", rows, dir: "auto" });
  made.value = values.join("\n");
  return made;
}

function linesOf({ value }: HTMLTextAreaElement): string[] {
  return value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
