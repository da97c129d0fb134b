import type { PublicStreamer } from "../../src/donations/streamer.ts";
import { checkbox, field } from "../form/fields.ts";
import { element } from "../page/dom.ts";
import { amountField } from "./amount-field.ts";
import { extraFields } from "./extra-fields.ts";
import { summaryCard } from "./summary.ts";
import type { Wish } from "./wish.ts";
import { say } from "./words.ts";

const nameCharacters = 50;

export type FormParts = ReturnType<typeof formParts>;

/** The fields of the form, each of which writes into the wish what is typed into it. */
export function formParts(streamer: PublicStreamer, wish: Wish, changed: () => void) {
  const name = streamer.display_name;
  const donor = element("input", {
    ...{ class: "input", autocomplete: "nickname", maxlength: String(nameCharacters), dir: "auto" },
  });
  donor.value = wish.donorName;
  donor.addEventListener("input", () => {
    wish.donorName = donor.value;
    changed();
  });
  const words = element("textarea", {
    ...{ class: "input", rows: "3", maxlength: String(streamer.max_message_characters) },
    dir: "auto",
  });
  words.value = wish.message;
  const count = element("span", {});
  const showCount = () => {
    count.textContent = `${words.value.length} / ${streamer.max_message_characters}`;
  };
  words.addEventListener("input", () => {
    wish.message = words.value;
    showCount();
    changed();
  });
  showCount();
  const flag = (label: string, key: "isAnonymous" | "isPrivate" | "agrees" | "isOfAge") =>
    checkbox(label, wish[key], (isOn) => {
      wish[key] = isOn;
      changed();
    });
  return {
    amount: amountField(streamer, wish.amount, (amount) => {
      wish.amount = amount;
      changed();
    }),
    name: element(
      "div",
      { class: "stack" },
      field(say("name"), say("nameHint"), donor).box,
      flag(say("anonymous", { name }), "isAnonymous").box,
    ),
    message: field(say("message"), count, words),
    isPrivate: flag(say("private", { name }), "isPrivate").box,
    extra: extraFields(streamer, wish, changed),
    terms: flag(say("terms"), "agrees"),
    age: flag(say("age"), "isOfAge"),
    summary: summaryCard(streamer),
  };
}
