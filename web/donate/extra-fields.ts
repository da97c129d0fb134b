import type { PublicStreamer } from "../../src/donations/streamer.ts";
import { type Choice, choices, type Field, field } from "../form/fields.ts";
import { amountTextOf } from "../page/amount.ts";
import { element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";
import { buysSpeech, isSpoken, reaches, secondsOf, type Wish } from "./wish.ts";
import { say } from "./words.ts";

export type ExtraFields = {
  readonly box: HTMLElement;
  readonly link: HTMLInputElement;
  readonly setFault: (text: string) => void;
  /** What the amount and the message buy now. */
  readonly refresh: () => void;
};

/** What comes with the words: nothing, a voice, or a part of a video. */
export function extraFields(
  streamer: PublicStreamer,
  wish: Wish,
  changed: () => void,
): ExtraFields {
  const link = input(wish.link, {
    type: "url",
    inputmode: "url",
    placeholder: "https://youtu.be/…",
  });
  const start = input(wish.start, { placeholder: "0:00", inputmode: "text", maxlength: "8" });
  const length = input(wish.length, { inputmode: "numeric", maxlength: "4" });
  const fields = {
    link: field(say("link"), null, link),
    start: field(say("start"), say("startHint"), start),
    length: field(say("length"), say("lengthHint"), length),
  };
  const note = element("p", { class: "hint extra-note", "aria-live": "polite" });
  const video = element(
    "div",
    { class: "video-fields" },
    fields.link.box,
    element("div", { class: "pair" }, fields.start.box, fields.length.box),
  );

  const refresh = () => {
    video.hidden = wish.extra !== "YOUTUBE";
    note.textContent = noteOf(wish, streamer);
    fields.start.setFault(secondsOf(wish.start) === null ? say("badStart") : "");
  };
  const read = () => {
    Object.assign(wish, { link: link.value, start: start.value, length: digitsOf(length.value) });
    refresh();
    changed();
  };
  for (const each of [link, start, length]) each.addEventListener("input", read);
  const bar = choices(say("with"), offeredBy(streamer), wish.extra, (value) => {
    wish.extra = value;
    refresh();
    changed();
  });
  refresh();
  return {
    box: element("div", { class: "extra" }, bar, note, video),
    link,
    setFault: (text) => faultPlace(fields.link, note, wish)(text),
    refresh,
  };
}

function faultPlace(link: Field, note: HTMLElement, wish: Wish): (text: string) => void {
  return (text) => {
    const isVideo = wish.extra === "YOUTUBE";
    link.setFault(isVideo ? text : "");
    if (!isVideo && text !== "") note.textContent = text;
  };
}

function offeredBy({ speech, media }: PublicStreamer): Choice<Wish["extra"]>[] {
  return [
    { value: "NONE", name: say("plain") },
    ...(speech.is_on ? [{ value: "TTS", name: say("speech") } as const] : []),
    ...(media.is_on ? [{ value: "YOUTUBE", name: say("video") } as const] : []),
  ];
}

function noteOf(wish: Wish, streamer: PublicStreamer): string {
  const { speech, media, currency } = streamer;
  const written = (amount: string) => amountTextOf(amount, currency, currentLocale());
  if (wish.extra === "YOUTUBE") {
    const given = { min: written(media.min_amount), price: written(media.price_per_second) };
    return say("videoHint", given);
  }
  if (wish.extra === "NONE") return "";
  if (isSpoken(wish, streamer)) return say("speechWill");
  if (buysSpeech(wish, streamer)) return say("speechNeeds");
  if (reaches(wish.amount, speech.min_amount)) return say("speech_not_offered");
  return say("speechFrom", { min: written(speech.min_amount) });
}

function input(value: string, attributes: Readonly<Record<string, string>>): HTMLInputElement {
  const made = element("input", { class: "input", autocomplete: "off", ...attributes });
  made.value = value;
  return made;
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}
