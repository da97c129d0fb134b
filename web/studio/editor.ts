import { button, element } from "../page/dom.ts";
import { say } from "./words.ts";

/** A button that opens a form in its place and closes it again, and so does Escape. */
export function editorOf(
  key: string,
  makeForm: () => HTMLElement,
): { readonly open: HTMLButtonElement; readonly place: HTMLElement } {
  const place = element("div", { class: "editor" });
  const open = button(say("change"), toggle, {
    ...{ class: "button quiet", "aria-expanded": "false", "data-key": key },
  });

  function toggle(): void {
    const isOpen = place.childElementCount > 0;
    open.setAttribute("aria-expanded", String(!isOpen));
    place.replaceChildren(...(isOpen ? [] : [makeForm()]));
    if (isOpen) open.focus();
    else place.querySelector("input")?.focus();
  }

  place.addEventListener("keydown", ({ key: pressed }) => {
    if (pressed === "Escape") toggle();
  });
  return { open, place };
}
