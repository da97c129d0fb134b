import type { Streamer } from "../../src/donations/streamer.ts";
import type { Timer } from "../../src/donations/timer.ts";
import { field } from "../form/fields.ts";
import { symbolOf } from "../page/amount.ts";
import { amountTyped, decimalsOf } from "../page/decimal.ts";
import { button, element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";
import { amountInput, input, numberTyped } from "./parts.ts";
import { submitOnce } from "./submit-once.ts";
import { say } from "./words.ts";

export type TimerWish = Pick<Timer, "unit_amount" | "seconds_per_unit" | "latest_end_at"> & {
  readonly is_running: boolean;
  readonly remaining_seconds?: number;
  readonly add_seconds?: number;
};

/** What a countdown costs, how long it is, and until when at most. */
export function timerForm(
  { settings, currency }: Streamer,
  timer: Timer | null,
  send: (wish: Partial<TimerWish>) => Promise<boolean>,
): HTMLFormElement {
  const usual = { unit_amount: settings.quick_amounts[0] ?? settings.min_amount };
  const price = timer ?? { ...usual, seconds_per_unit: 60, latest_end_at: null };
  const number = (value: string) => input(value, { inputmode: "numeric", maxlength: "8" });
  const unit = amountInput(price.unit_amount);
  const seconds = number(String(price.seconds_per_unit));
  const minutes = number(timer ? "" : "60");
  const latest = input(localTextOf(price.latest_end_at), { type: "datetime-local" });
  const form = element(
    "form",
    { class: "stack", novalidate: true },
    element(
      "div",
      { class: "inline-form" },
      field(say("timerUnit"), symbolOf(currency, currentLocale()), unit).box,
      field(say("timerSeconds"), null, seconds).box,
      field(say("timerMinutes"), say("timerMinutesHint"), minutes).box,
      field(say("timerLatest"), say("optional"), latest).box,
    ),
    button(say("timerSet"), () => undefined, { class: "button", type: "submit" }),
  );
  submitOnce(form, async () => {
    const isMoved = minutes.value.trim() !== "";
    const isSet = await send({
      // A new one stands until somebody starts it.
      ...(timer === null && isMoved ? { is_running: false } : {}),
      unit_amount: amountTyped(unit.value, decimalsOf(settings.min_amount)),
      seconds_per_unit: Number(seconds.value),
      ...(isMoved ? { remaining_seconds: Math.round(numberTyped(minutes.value) * 60) } : {}),
      latest_end_at: latest.value === "" ? null : new Date(latest.value).toISOString(),
    });
    if (isSet) minutes.value = "";
  });
  return form;
}

/** A moment as the clock on this wall shows it, in the form that the field takes. */
function localTextOf(moment: string | null): string {
  if (moment === null) return "";
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
