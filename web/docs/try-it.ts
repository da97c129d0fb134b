import { prettyJson } from "../page/code.ts";
import { button, type Child, element } from "../page/dom.ts";
import { say } from "../page/language.ts";
import { drawAnswer } from "./answer.ts";
import { apiKeyInput } from "./api-key.ts";
import type { Field, Operation } from "./operations.ts";
import { isIdempotencyKey } from "./samples.ts";
import { sendRequest } from "./send.ts";

/** Folded away until it is wanted, and only then built: a page has many operations. */
export function tryIt(operation: Operation): HTMLElement {
  const panel = element(
    "details",
    { class: "try" },
    element(
      "summary",
      { class: "button primary" },
      say("try.open"),
      element("span", { class: "unseen" }, ` ${operation.summary}`),
    ),
  );
  panel.addEventListener("toggle", () => {
    if (panel.open && panel.querySelector("form") === null) panel.append(tryForm(operation));
  });
  return panel;
}

function tryForm(operation: Operation): HTMLElement {
  const answer = element("div", { class: "try-answer", "aria-live": "polite" });
  const send = element(
    "button",
    { type: "submit", class: "button primary" },
    say("try.send", { method: operation.method }),
  );
  const form = element(
    "form",
    {
      class: "try-form card",
      novalidate: true,
      "aria-label": `${say("try.open")}: ${operation.summary}`,
    },
    operation.needsKey ? keyField(operation) : null,
    operation.fields.map((field) => parameterField(operation, field)),
    operation.body ? bodyField(operation) : null,
    element("div", {}, send),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });

  async function submit(): Promise<void> {
    // The button stays in the tab order while it waits, so that the focus is not lost.
    if (send.getAttribute("aria-disabled") === "true" || !isComplete(form)) return;
    send.setAttribute("aria-disabled", "true");
    send.textContent = say("try.sending");
    const values = valuesOf(form);
    drawAnswer(answer, await sendRequest(operation, values), { operation, values });
    send.removeAttribute("aria-disabled");
    send.textContent = say("try.send", { method: operation.method });
  }
  return element("div", { class: "try-panel" }, form, answer);
}

function keyField(operation: Operation): HTMLElement {
  const id = `${operation.id}-key`;
  return element(
    "div",
    { class: "field" },
    element(
      "label",
      { for: id },
      say("try.key"),
      element("span", { class: "hint" }, say("try.keyHint")),
    ),
    apiKeyInput(id),
  );
}

function parameterField(operation: Operation, field: Field): HTMLElement {
  const id = `${operation.id}-${field.place}-${field.name}`;
  const input = inputOf(id, field);
  const needed = field.isRequired ? say("schema.required") : "";
  return element(
    "div",
    { class: "field" },
    element(
      "label",
      { for: id },
      element("code", {}, field.name),
      element("span", { class: "hint" }, needed),
    ),
    isIdempotencyKey(field.name) ? freshKey(input) : input,
  );
}

function inputOf(id: string, field: Field): HTMLInputElement | HTMLSelectElement {
  const shared = {
    id,
    class: "input mono",
    name: `${field.place} ${field.name}`,
    required: field.isRequired,
  };
  const choices =
    field.schema.enum ?? (field.schema.type === "boolean" ? [true, false] : undefined);
  if (choices !== undefined) {
    const options = choices.map((choice) => element("option", {}, String(choice)));
    const none = field.isRequired ? null : element("option", { value: "" }, "–");
    return element("select", shared, none, options);
  }
  const input = element("input", { ...shared, autocomplete: "off", spellcheck: "false" });
  // An optional filter that starts filled in would find nothing, and nobody would know why.
  if (field.isRequired || field.place === "header") input.value = field.example;
  else input.placeholder = field.example;
  return input;
}

/** A write starts with a key of its own; pressing again asks for the same thing, safely. */
function freshKey(input: HTMLInputElement | HTMLSelectElement): HTMLElement {
  const refresh = () => {
    input.value = randomKey();
  };
  refresh();
  const again = button(say("try.fresh"), refresh, { "aria-label": say("try.freshName") });
  return element("div", { class: "beside" }, input, again);
}

// `crypto.randomUUID` is missing on pages that came over plain HTTP from another machine.
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function bodyField(operation: Operation): HTMLElement {
  const id = `${operation.id}-body`;
  const text = prettyJson(operation.body?.example);
  const rows = String(Math.min(Math.max(text.split("\n").length, 3), 18));
  const area = element("textarea", {
    id,
    class: "input mono",
    name: "body",
    rows,
    spellcheck: "false",
    autocapitalize: "off",
  });
  area.value = text;
  return element("div", { class: "field" }, element("label", { for: id }, say("try.body")), area);
}

function valuesOf(form: HTMLFormElement): Map<string, string> {
  const entries = [...new FormData(form)].map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return new Map(entries);
}

/** Marks what is missing or unreadable beside its field, and puts the focus on the first of them. */
function isComplete(form: HTMLFormElement): boolean {
  const controls = [...form.querySelectorAll<HTMLInputElement>("[name]")];
  const faulty = controls.filter((control) => {
    const fault = faultOf(control);
    showFault(control, fault);
    return fault !== "";
  });
  faulty[0]?.focus();
  return faulty.length === 0;
}

function faultOf(control: HTMLInputElement): string {
  if (control.required && control.value.trim() === "") return say("try.missing");
  if (control.name !== "body") return "";
  try {
    JSON.parse(control.value);
    return "";
  } catch (error) {
    return say("try.notJson", { reason: error instanceof Error ? error.message : "" });
  }
}

function showFault(control: HTMLInputElement, fault: string): void {
  const id = `${control.id}-fault`;
  document.getElementById(id)?.remove();
  if (fault === "") {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
    return;
  }
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", id);
  const note: Child = element("p", { id, class: "fault" }, fault);
  control.closest(".field")?.append(note);
}
