import type { PublicStreamer } from "../../src/donations/streamer.ts";
import { amountTextOf } from "../page/amount.ts";
import { type Answer, ask, type Refusal } from "../page/ask.ts";
import { button, element } from "../page/dom.ts";
import { newRef } from "../page/ref.ts";
import { currentLocale } from "../page/speaker.ts";
import type { DonationQuote, PromisedDonation } from "./answers.ts";
import { type FormParts, formParts } from "./form-parts.ts";
import { createQuoting } from "./quoting.ts";
import { showRefusal } from "./refusals.ts";
import { bodyOf, type Wish } from "./wish.ts";
import { type DonateWord, say } from "./words.ts";

/** Everything that a donor says, beside what it comes to. */
export function donationForm(
  streamer: PublicStreamer,
  wish: Wish,
  promised: (donation: PromisedDonation) => void,
): HTMLElement {
  const parts = formParts(streamer, wish, () => changed());
  const { summary, extra } = parts;
  const trouble = element("div", { class: "trouble", role: "alert" });
  const send = button("", () => undefined, {
    class: "button primary donate-button",
    type: "submit",
  });
  const give = createGiving(streamer);
  const quoting = createQuoting(streamer.slug, {
    asking: () => summary.setBusy(true),
    quoted: (quote) => settle(quote, null),
    refused: (refusal) => settle(null, refusal),
    lost: () => summary.setBusy(false),
  });

  function settle(quote: DonationQuote | null, refusal: Refusal | null): void {
    clearFaults(parts, trouble);
    summary.setBusy(false);
    summary.show(quote);
    if (refusal) showRefusal(refusal, streamer, parts, trouble);
  }

  function changed(): void {
    send.textContent = labelOf(wish, streamer);
    extra.refresh();
    if (wish.amount !== "") {
      quoting.ask(bodyOf(wish, streamer));
      return;
    }
    quoting.rest();
    settle(null, null);
  }

  async function submit(): Promise<void> {
    clearFaults(parts, trouble);
    const fault = firstFault(wish, parts);
    if (fault || send.getAttribute("aria-disabled") === "true") {
      fault?.focus();
      return;
    }
    send.setAttribute("aria-disabled", "true");
    send.textContent = say("sending");
    const answer = await give(wish);
    send.removeAttribute("aria-disabled");
    send.textContent = labelOf(wish, streamer);
    if (answer.outcome === "done") promised(answer.value as PromisedDonation);
    else if (answer.outcome === "refused") showRefusal(answer.refusal, streamer, parts, trouble);
    else trouble.replaceChildren(element("p", {}, say("lost")));
  }

  const { amount, name, message, isPrivate, terms, age } = parts;
  const form = element(
    "form",
    { class: "donate-form", novalidate: true },
    ...[amount.box, name, message.box, isPrivate, extra.box, terms.box, age.box, trouble],
    element("div", { class: "donate-bar" }, send),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  changed();
  return element("div", { class: "donate-columns" }, form, summary.box);
}

/** The same wish keeps its key, so that pressing again after an answer was lost charges once. */
function createGiving(streamer: PublicStreamer): (wish: Wish) => Promise<Answer> {
  let kept = { text: "", key: "" };
  return (wish) => {
    const body = { ...bodyOf(wish, streamer), agrees_to_terms: true, is_of_age: true };
    const text = JSON.stringify(body);
    if (kept.text !== text) kept = { text, key: newRef() };
    const path = `/v1/streamers/${encodeURIComponent(streamer.slug)}/donations`;
    return ask(path, { method: "POST", body, headers: { "idempotency-key": kept.key } });
  };
}

function labelOf({ amount }: Wish, { currency }: PublicStreamer): string {
  if (amount === "") return say("donateBare");
  return say("donate", { amount: amountTextOf(amount, currency, currentLocale()) });
}

function clearFaults(parts: FormParts, trouble: HTMLElement): void {
  const { amount, message, extra, terms, age } = parts;
  for (const part of [amount, message, extra, terms, age]) part.setFault("");
  trouble.replaceChildren();
  extra.refresh();
}

/** Says everything that is missing, and gives the first of it. */
function firstFault(wish: Wish, parts: FormParts): HTMLElement | null {
  const { amount, extra, terms, age } = parts;
  const isLinkMissing = wish.extra === "YOUTUBE" && wish.link.trim() === "";
  const possible: [boolean, HTMLElement, (text: string) => void, DonateWord][] = [
    [wish.amount === "", amount.input, amount.setFault, "needAmount"],
    [isLinkMissing, extra.link, extra.setFault, "needLink"],
    [!wish.agrees, terms.input, terms.setFault, "needTerms"],
    [!wish.isOfAge, age.input, age.setFault, "needTerms"],
  ];
  const faults = possible.filter(([isFault]) => isFault);
  for (const [, , setFault, word] of faults) setFault(say(word));
  return faults[0]?.[1] ?? null;
}
