import { amountTextOf, fieldTextOf } from "../page/amount.ts";
import { button, type Child, element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";

/** A part of a view, with its heading. */
export function panel(title: string, ...children: Child[]): HTMLElement {
  return element("section", { class: "card panel" }, element("h2", {}, title), children);
}

/** What is not there yet, and the one next step. */
export function nothing(title: string, next: Child): HTMLElement {
  return element(
    "div",
    { class: "nothing" },
    element("p", {}, element("strong", {}, title)),
    element("p", { class: "muted" }, next),
  );
}

export function money(amount: string, currency: string): string {
  return amountTextOf(amount, currency, currentLocale());
}

const sureMs = 5_000;

/** A button for what cannot be undone: it says what will be, and does it when it is pressed again. */
export function sureButton(
  label: string,
  consequence: string,
  act: () => void,
  key: string,
): HTMLButtonElement {
  let isAsked = false;
  const made = button(label, press, { class: "button quiet", "data-key": key });

  function press(): void {
    if (isAsked) {
      act();
      return;
    }
    isAsked = true;
    made.textContent = consequence;
    made.className = "button danger";
    window.setTimeout(() => {
      isAsked = false;
      made.textContent = label;
      made.className = "button quiet";
    }, sureMs);
  }
  return made;
}

const units: readonly (readonly ["day" | "hour" | "minute" | "second", number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** When something was: how long ago, and exactly for whoever asks. */
export function timeOf(moment: string): HTMLElement {
  const at = new Date(moment);
  const exact = at.toLocaleString(currentLocale(), { dateStyle: "medium", timeStyle: "medium" });
  return element(
    "time",
    { datetime: moment, title: exact },
    agoOf((Date.now() - at.getTime()) / 1_000),
  );
}

/** The day of something, as this page writes days. */
export function dateOf(moment: string): string {
  return new Date(moment).toLocaleDateString(currentLocale(), { dateStyle: "medium" });
}

export function agoOf(seconds: number): string {
  const words = new Intl.RelativeTimeFormat(currentLocale(), { numeric: "auto" });
  const [unit, length] = units.find(([, least]) => seconds >= least) ?? ["second", 1];
  return words.format(-Math.max(0, Math.round(seconds / length)), unit);
}

/** A list of choices, as the system draws them. */
export function select<Value extends string>(
  offered: readonly { readonly value: Value; readonly name: string }[],
  chosen: string,
  label?: string,
): HTMLSelectElement {
  const made = element(
    "select",
    { class: "input", "aria-label": label },
    offered.map(({ value, name }) => element("option", { value }, name)),
  );
  made.value = chosen;
  return made;
}

export function input(
  value: string,
  attributes: Readonly<Record<string, string>> = {},
): HTMLInputElement {
  const made = element("input", { class: "input", autocomplete: "off", ...attributes });
  made.value = value;
  return made;
}

/** An amount to be typed. */
export function amountInput(amount: string): HTMLInputElement {
  return input(fieldTextOf(amount, currentLocale()), { inputmode: "decimal", maxlength: "24" });
}

/** A number in a field, with the sign for fractions that the page's language has. */
export function numberText(value: number): string {
  return value.toLocaleString(currentLocale(), { useGrouping: false });
}

/** What somebody typed as a number, whichever sign for fractions they took. */
export function numberTyped(text: string): number {
  return Number(text.trim().replace(",", "."));
}

/** A choice of several with its name above. */
export function labelled(label: string, control: HTMLElement): HTMLElement {
  return element("div", { class: "field" }, element("span", { class: "label" }, label), control);
}

/** How long something is, in the largest unit that is whole. */
export function durationText(seconds: number): string {
  const [unit, length] = units.find(([, size]) => seconds % size === 0) ?? ["second", 1];
  return new Intl.NumberFormat(currentLocale(), {
    ...{ style: "unit", unit, unitDisplay: "long" },
  } as const).format(seconds / length);
}
