import type { PublicStreamer } from "../../src/donations/streamer.ts";
import { choices, field } from "../form/fields.ts";
import { amountTextOf, fieldTextOf, symbolOf } from "../page/amount.ts";
import { amountTyped, decimalsOf } from "../page/decimal.ts";
import { element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";
import { say } from "./words.ts";

export type AmountField = {
  readonly box: HTMLElement;
  readonly input: HTMLInputElement;
  readonly setFault: (text: string) => void;
};

/** The amount, typed or picked. What is typed is grouped as people write it while they type. */
export function amountField(
  streamer: PublicStreamer,
  amount: string,
  changed: (amount: string) => void,
): AmountField {
  const { currency, min_amount, max_amount, quick_amounts } = streamer;
  const decimals = decimalsOf(min_amount);
  const written = (value: string) => amountTextOf(value, currency, currentLocale());
  const input = element("input", {
    class: "input amount-input",
    inputmode: decimals === 0 ? "numeric" : "decimal",
    autocomplete: "off",
    // Rupiah have no thousandth digit that anybody needs.
    maxlength: "24",
  });
  input.value = fieldTextOf(amount, currentLocale());
  const typed = field(
    say("amount"),
    say("amountHint", { min: written(min_amount), max: written(max_amount) }),
    input,
  );
  const picks = choices(
    say("quick"),
    quick_amounts.map((value) => ({ value, name: written(value) })),
    amount,
    (value) => {
      input.value = fieldTextOf(value, currentLocale());
      changed(value);
    },
  );
  picks.classList.add("picks");
  input.addEventListener("input", () => {
    const value = amountTyped(input.value, decimals);
    if (decimals === 0) regroup(input, value);
    for (const pick of picks.querySelectorAll("input")) pick.checked = pick.value === value;
    changed(value);
  });
  // Cents are grouped once they are all there, and not under the fingers of whoever types them.
  input.addEventListener("change", () => {
    input.value = fieldTextOf(amountTyped(input.value, decimals), currentLocale());
  });
  const symbol = element(
    "span",
    { class: "amount-symbol", "aria-hidden": "true" },
    symbolOf(currency, currentLocale()),
  );
  input.before(symbol);
  const line = element("div", { class: "amount-line" }, symbol, input);
  typed.box.querySelector("label")?.after(line);
  return { ...typed, input, box: element("div", { class: "amount" }, typed.box, picks) };
}

/** Keeps the caret as many digits from the end as it was. */
function regroup(input: HTMLInputElement, value: string): void {
  const after = input.value
    .slice(input.selectionEnd ?? input.value.length)
    .replace(/\D/g, "").length;
  input.value = fieldTextOf(value, currentLocale());
  let at = input.value.length;
  for (let digits = 0; at > 0 && digits < after; at -= 1) {
    if (/\d/.test(input.value[at - 1] ?? "")) digits += 1;
  }
  input.setSelectionRange(at, at);
}
