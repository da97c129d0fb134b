import { stageLanguages } from "../../src/donations/alert-title-of.ts";
import type { Streamer } from "../../src/donations/streamer.ts";
import { checkbox, field } from "../form/fields.ts";
import { fieldTextOf, symbolOf } from "../page/amount.ts";
import { amountTyped, decimalsOf } from "../page/decimal.ts";
import { type Child, element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";
import { amountInput, input, labelled, select } from "./parts.ts";
import { say, sayOf } from "./words.ts";

type Settings = Streamer["settings"];

const periods = ["DAY", "WEEK", "MONTH", "YEAR", "ALL"] as const;

export function pair(...children: Child[]): HTMLElement {
  return element("div", { class: "inline-form" }, children);
}

/** A number without decimals, as a person types it. */
export function countInput(value: number): HTMLInputElement {
  return input(String(value), { inputmode: "numeric", maxlength: "10" });
}

/** What is taken, from how much on it is shown, and what is offered to pick. */
export function amountFields({ settings, currency }: Streamer) {
  const decimals = decimalsOf(settings.min_amount);
  const symbol = symbolOf(currency, currentLocale());
  const [least, most] = [amountInput(settings.min_amount), amountInput(settings.max_amount)];
  const shown = amountInput(settings.min_alert_amount);
  const picks = settings.quick_amounts.map((amount) => fieldTextOf(amount, currentLocale()));
  const quick = input(picks.join(" "), { inputmode: "text" });
  const characters = countInput(settings.max_message_characters);
  const nobody = input(settings.anonymous_name, { maxlength: "30", dir: "auto" });
  return {
    box: element(
      "div",
      { class: "stack" },
      pair(
        field(say("minAmount"), symbol, least).box,
        field(say("maxAmount"), symbol, most).box,
        field(say("minAlert"), symbol, shown).box,
      ),
      field(say("quickAmounts"), `${symbol}, ${say("quickHint")}`, quick).box,
      pair(
        field(say("maxCharacters"), null, characters).box,
        field(say("hiddenName"), null, nobody).box,
      ),
    ),
    read: () => ({
      min_amount: amountTyped(least.value, decimals),
      max_amount: amountTyped(most.value, decimals),
      min_alert_amount: amountTyped(shown.value, decimals),
      quick_amounts: quick.value
        .split(/\s+/)
        .filter((text) => text !== "")
        .map((text) => amountTyped(text, decimals)),
      max_message_characters: Number(characters.value),
      anonymous_name: nobody.value.trim(),
    }),
  };
}

/** What is read aloud, and which videos are played for what. */
export function extraFields({ settings: { speech, media }, currency }: Streamer) {
  const decimals = decimalsOf(speech.min_amount);
  const symbol = symbolOf(currency, currentLocale());
  const speechOn = checkbox(say("speechOn"), speech.is_on, () => {});
  const mediaOn = checkbox(say("mediaOn"), media.is_on, () => {});
  const speechMin = amountInput(speech.min_amount);
  const language = select(
    stageLanguages.map((value) => ({ value, name: sayOf("speech_", value) })),
    ...([speech.language, say("speechLanguage")] as const),
  );
  const [mediaMin, price] = [amountInput(media.min_amount), amountInput(media.price_per_second)];
  const [views, volume] = [countInput(media.min_views), countInput(media.volume)];
  return {
    box: element(
      "div",
      { class: "stack" },
      speechOn.box,
      pair(
        field(say("speechMin"), symbol, speechMin).box,
        labelled(say("speechLanguage"), language),
      ),
      mediaOn.box,
      pair(
        field(say("mediaMin"), symbol, mediaMin).box,
        field(say("mediaPrice"), symbol, price).box,
        field(say("mediaViews"), null, views).box,
        field(say("mediaVolume"), "0–100", volume).box,
      ),
    ),
    read: () => ({
      speech: {
        ...speech,
        is_on: speechOn.input.checked,
        min_amount: amountTyped(speechMin.value, decimals),
        language: language.value,
      },
      media: {
        ...media,
        is_on: mediaOn.input.checked,
        min_amount: amountTyped(mediaMin.value, decimals),
        price_per_second: amountTyped(price.value, decimals),
        min_views: Number(views.value),
        volume: Number(volume.value),
      },
    }),
  };
}

/** Whose donations of which days are compared, and how many are shown. */
export function boardFields({ leaderboard }: Settings) {
  const period = select(
    periods.map((value) => ({ value, name: sayOf("period_", value) })),
    ...([leaderboard.period, say("boardPeriod")] as const),
  );
  const size = countInput(leaderboard.size);
  return {
    box: pair(
      labelled(say("boardPeriod"), period),
      field(say("boardSize"), say("boardSizeHint"), size).box,
    ),
    read: () => ({ leaderboard: { period: period.value, size: Number(size.value) } }),
  };
}
