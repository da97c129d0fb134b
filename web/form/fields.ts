import { type Child, element } from "../page/dom.ts";

let made = 0;

export type Field = { readonly box: HTMLElement; readonly setFault: (text: string) => void };

/** A label, what is labelled, and a place for what is wrong with it that is always there. */
export function field(
  label: string,
  hint: Child,
  input: HTMLInputElement | HTMLTextAreaElement,
): Field {
  made += 1;
  input.id ||= `field-${made}`;
  const fault = element("p", { class: "fault", id: `${input.id}-fault`, "aria-live": "polite" });
  input.setAttribute("aria-describedby", fault.id);
  const box = element(
    "div",
    { class: "field" },
    element(
      "label",
      { for: input.id },
      label,
      hint ? [" ", element("span", { class: "hint" }, hint)] : null,
    ),
    input,
    fault,
  );
  return {
    box,
    setFault: (text) => {
      fault.textContent = text;
      if (text === "") input.removeAttribute("aria-invalid");
      else input.setAttribute("aria-invalid", "true");
    },
  };
}

export function checkbox(
  label: Child,
  isOn: boolean,
  changed: (isOn: boolean) => void,
): Field & { readonly input: HTMLInputElement } {
  made += 1;
  const fault = element("span", {
    class: "fault",
    id: `check-${made}-fault`,
    "aria-live": "polite",
  });
  const input = element("input", { type: "checkbox", "aria-describedby": fault.id });
  input.checked = isOn;
  input.addEventListener("change", () => changed(input.checked));
  const box = element("label", { class: "check" }, input, element("span", {}, label, fault));
  return {
    box,
    input,
    setFault: (text) => {
      fault.textContent = text;
      input.toggleAttribute("aria-invalid", text !== "");
      if (text !== "") input.setAttribute("aria-invalid", "true");
    },
  };
}

export type Choice<Value extends string> = { readonly value: Value; readonly name: Child };

/** One of a few, as radio buttons that look like one bar. */
export function choices<Value extends string>(
  legend: string,
  offered: readonly Choice<Value>[],
  chosen: Value | null,
  changed: (value: Value) => void,
): HTMLFieldSetElement {
  made += 1;
  const group = `choice-${made}`;
  return element(
    "fieldset",
    { class: "choices" },
    element("legend", {}, legend),
    offered.map(({ value, name }) => {
      const input = element("input", { type: "radio", name: group, value });
      input.checked = value === chosen;
      input.addEventListener("change", () => changed(value));
      return element("label", { class: "choice" }, input, element("span", {}, name));
    }),
  );
}
