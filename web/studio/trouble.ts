import type { Answer } from "../page/ask.ts";
import { button, element } from "../page/dom.ts";
import { requestIdLine } from "../page/states.ts";
import { say, wordOf } from "./words.ts";

/** Why something did not come about, in words; what the catalogue of this page does not know, the API says itself. */
export function troubleText(answer: Answer): string {
  if (answer.outcome === "lost") return say("lost");
  if (answer.outcome === "done") return "";
  const { code, detail, title } = answer.refusal;
  const word = wordOf(code);
  return word ? say(word) : detail || title || say("lost");
}

/** A part of the studio that could not be read, and the way to read it again. */
export function troubleBox(answer: Answer, again: () => void): HTMLElement {
  return element(
    "div",
    { class: "state bad card", role: "alert" },
    element("p", {}, troubleText(answer)),
    answer.outcome === "refused" ? requestIdLine(answer.refusal.requestId) : null,
    button(say("again"), again),
  );
}

/** Says in one place what came of a press, and takes it back after a while. */
export function noticeLine(): {
  readonly box: HTMLElement;
  say(text: string, isBad?: boolean): void;
} {
  const box = element("p", { class: "notice", role: "status" });
  let timer = 0;
  return {
    box,
    say: (text, isBad = false) => {
      window.clearTimeout(timer);
      box.textContent = text;
      box.classList.toggle("bad", isBad);
      timer = window.setTimeout(() => box.replaceChildren(), 8_000);
    },
  };
}
