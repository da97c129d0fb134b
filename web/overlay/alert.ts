import type { AlertView } from "../../src/overlays/alert-content.ts";
import { element } from "../page/dom.ts";

const themes = ["calm", "bold", "neon", "paper", "pixel"];

/** An alert as it is seen. Every word of it is a text node; what it looks like is the theme's affair. */
export function alertBox(view: AlertView): HTMLElement {
  const theme = themes.includes(view.variant) ? view.variant : "calm";
  return element(
    "article",
    { class: `alert theme-${theme}` },
    element(
      "div",
      { class: "alert-card" },
      view.image === null
        ? null
        : element("img", { class: "alert-image", src: view.image, alt: "" }),
      element("p", { class: "alert-title" }, titleParts(view)),
      view.message === ""
        ? null
        : element("p", { class: "alert-message", dir: "auto" }, view.message),
    ),
  );
}

/** The title is one sentence that names the donor and the amount; those two are set apart. */
function titleParts({ title, name, amount_text }: AlertView): (Node | string)[] {
  const nameAt = title.indexOf(name);
  const amountAt = title.lastIndexOf(amount_text);
  if (name === "" || amount_text === "" || nameAt < 0 || amountAt < nameAt + name.length) {
    return [element("bdi", {}, title)];
  }
  return [
    title.slice(0, nameAt),
    element("bdi", { class: "alert-name" }, name),
    title.slice(nameAt + name.length, amountAt),
    element("strong", { class: "alert-amount" }, amount_text),
    title.slice(amountAt + amount_text.length),
  ];
}
