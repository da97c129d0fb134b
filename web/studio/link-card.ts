import { field } from "../form/fields.ts";
import { copyButton } from "../page/copy.ts";
import { element } from "../page/dom.ts";
import { input } from "./parts.ts";
import { say } from "./words.ts";

/** The link of an overlay, the only time that it is shown. */
export function linkCard(name: string, link: string): HTMLElement {
  return element(
    "div",
    { class: "fresh-link" },
    addressLine(say("linkName", { name }), new URL(link, location.origin).href),
    element("p", { class: "warn-text" }, say("linkOnce")),
  );
}

/** An address to take along. */
export function addressLine(label: string, address: string): HTMLElement {
  const shown = input(address, { readonly: "", spellcheck: "false" });
  shown.classList.add("mono");
  shown.addEventListener("focus", () => shown.select());
  return element(
    "div",
    { class: "address-line" },
    field(label, null, shown).box,
    copyButton(() => address, "button primary"),
  );
}
