import { copyButton } from "./copy.ts";
import { type Child, element } from "./dom.ts";

// One pattern reads JSON, JavaScript and shell alike: strings, words of the language, numbers.
const token =
  /("(?:[^"\\\n]|\\.)*"|'[^']*'|`[^`]*`)(\s*:)?|\b(true|false|null|const|await|curl)\b|(?<![\w-])(-?\d+(?:\.\d+)?)(?![\w-])/g;

export function highlighted(text: string): Child[] {
  const pieces: Child[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const [whole, quoted, colon, word] = match;
    pieces.push(text.slice(end, match.index));
    pieces.push(quoted === undefined ? plainToken(whole, word) : quotedToken(quoted, colon));
    end = match.index + whole.length;
  }
  return [...pieces, text.slice(end)];
}

function quotedToken(quoted: string, colon: string | undefined): Child {
  // A shell argument holds a whole JSON body, whose parts are worth telling apart.
  if (quoted.startsWith("'") && quoted.includes("\n")) {
    return ["'", highlighted(quoted.slice(1, -1)), "'"];
  }
  const kind = colon === undefined ? "tok-string" : "tok-key";
  return [element("span", { class: kind }, quoted), colon];
}

function plainToken(whole: string, word: string | undefined): Child {
  return element("span", { class: word === undefined ? "tok-number" : "tok-word" }, whole);
}

/** A block of code under a head with its title, more buttons if there are any, and one to copy it. */
export function codeBlock(title: Child, text: string, buttons: Child = null): HTMLElement {
  return element(
    "figure",
    { class: "code" },
    element(
      "figcaption",
      { class: "code-head" },
      element("span", { class: "code-title" }, title),
      buttons,
      copyButton(() => text),
    ),
    codeText(text),
  );
}

export function codeText(text: string): HTMLElement {
  // A block higher than its limit scrolls, and the keyboard has to reach it to do so.
  return element("pre", { tabindex: "0" }, element("code", {}, highlighted(text)));
}

export function prettyJson(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? "";
}
