import { button, element } from "../page/dom.ts";
import { submitOnce } from "./submit-once.ts";

/** A form that is sent once at a time, and says what is in its way. */
export function sendingForm(
  label: string,
  fault: HTMLElement,
  fields: readonly Node[],
  submit: () => Promise<string | null>,
): HTMLFormElement {
  const send = button(label, () => undefined, { class: "button primary", type: "submit" });
  const form = element("form", { class: "stack", novalidate: true }, fields, fault, send);
  submitOnce(form, async () => {
    send.setAttribute("aria-disabled", "true");
    fault.textContent = (await submit()) ?? "";
    send.removeAttribute("aria-disabled");
  });
  return form;
}
