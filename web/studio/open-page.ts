import { field } from "../form/fields.ts";
import { button, element } from "../page/dom.ts";
import { currentLocale } from "../page/speaker.ts";
import { input, select } from "./parts.ts";
import { change } from "./session.ts";
import { submitOnce } from "./submit-once.ts";
import { troubleText } from "./trouble.ts";
import { say } from "./words.ts";

const currencies = ["IDR", "USD", "EUR", "GBP", "AUD", "JPY", "MYR", "SGD"];

/** A streamer's first step: a page where donors find them. */
export function openPageForm(ownerRef: string, done: () => void): HTMLElement {
  const name = input("", { maxlength: "50", dir: "auto" });
  const slug = input("", { maxlength: "30", spellcheck: "false" });
  const currency = select(
    currencies.map((value) => ({ value, name: currencyName(value) })),
    "IDR",
  );
  currency.id = "currency";
  const fault = element("p", { class: "fault", role: "alert" });
  const form = element(
    "form",
    { class: "stack", novalidate: true },
    field(say("displayName"), null, name).box,
    field(say("slug"), `${location.host}/donate/`, slug).box,
    element(
      "div",
      { class: "field" },
      element(
        "label",
        { for: "currency" },
        say("currency"),
        " ",
        element("span", { class: "hint" }, say("currencyHint")),
      ),
      currency,
    ),
    fault,
    button(say("openDo"), () => undefined, { class: "button primary", type: "submit" }),
  );
  submitOnce(form, async () => {
    const about = { owner_ref: ownerRef, display_name: name.value.trim() };
    const body = { ...about, currency: currency.value };
    const address = slug.value.trim().toLowerCase();
    const wanted = address === "" ? body : { ...body, slug: address };
    const answer = await change("/v1/streamers", "POST", wanted);
    if (answer.outcome === "done") done();
    else fault.textContent = troubleText(answer);
  });
  return element(
    "section",
    { class: "card sign-in" },
    element("h1", {}, say("openTitle")),
    element("p", { class: "muted" }, say("openIntro")),
    form,
  );
}

function currencyName(code: string): string {
  const name = new Intl.DisplayNames(currentLocale(), { type: "currency" }).of(code);
  return name ? `${code}, ${name}` : code;
}
