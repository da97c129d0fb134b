import { type Child, element } from "./dom.ts";

/**
 * The part of Markdown that API texts use: paragraphs, lists, `code` and **strong**. They are English
 * whatever the interface speaks, and a screen reader has to know.
 */
export function prose(text: string, className = "prose"): Child {
  const blocks = text.split(/\n\s*\n/).map((block) => block.trim());
  const drawn = blocks.filter((block) => block !== "").map(drawBlock);
  return drawn.length === 0 ? null : element("div", { class: className, lang: "en" }, drawn);
}

function drawBlock(block: string): HTMLElement {
  const lines = block.split("\n");
  if (lines.every((line) => /^\s*[-*] /.test(line))) {
    return element(
      "ul",
      {},
      lines.map((line) => element("li", {}, inline(line.replace(/^\s*[-*] /, "")))),
    );
  }
  return element("p", {}, inline(lines.map((line) => line.trim()).join(" ")));
}

export function inline(text: string): Child[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((piece) => {
    if (piece.startsWith("`") && piece.length > 2) return element("code", {}, piece.slice(1, -1));
    if (piece.startsWith("**") && piece.length > 4)
      return element("strong", {}, piece.slice(2, -2));
    return piece;
  });
}
