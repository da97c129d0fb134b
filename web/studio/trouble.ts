import type { Answer } from "../page/ask.ts";
import { button, element } from "../page/dom.ts";
import { requestIdLine } from "../page/states.ts";
import { say, wordOf } from "./words.ts";

/** Why something did not come about, in words; what the catalogue of this page does not know, the API says itself. */
export function troubleText(answer: Answer): string {
  if (answer.outcome === "lost") return say("lost");
  if (answer.outcome === "done") return "";
  const { code, detail, title, fields } = answer.refusal;
  const word = wordOf(code);
  return word ? say(word) : faultsIn(fields) || detail || title || say("lost");
}

/** What of a form the API does not take, and where it stands. */
function faultsIn({ errors }: Readonly<Record<string, unknown>>): string {
  if (!Array.isArray(errors)) return "";
  return errors
    .map(({ pointer, message }: { readonly pointer?: string; readonly message?: string }) => {
      const word = wordOf(`invalid_${pointer?.split("/").at(-1)}`);
      if (word) return say(word);
      return [pointer?.split("/").slice(-2).join(" ").replaceAll("_", " ").trim(), message]
        .filter(Boolean)
        .join(": ");
    })
    .join(" ");
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
