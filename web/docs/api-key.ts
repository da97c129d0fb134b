import { element } from "../page/dom.ts";
import { memoryOf } from "../page/storage.ts";

// The session's storage dies with the tab; a key is never put where it would outlive it.
const memory = memoryOf("sessionStorage", "saku.api-key");

export function currentApiKey(): string {
  return memory.read().trim();
}

/** A field for the key. All of them show the same one. */
export function apiKeyInput(id: string): HTMLInputElement {
  const input = element("input", {
    id,
    class: "input mono",
    type: "password",
    // Browsers offer to save what they take for a login; this says that it is a one-off.
    autocomplete: "one-time-code",
    spellcheck: "false",
    placeholder: "saku_test_…",
    "data-api-key": true,
  });
  input.value = memory.read();
  input.addEventListener("input", () => {
    memory.write(input.value);
    for (const other of document.querySelectorAll<HTMLInputElement>("input[data-api-key]")) {
      if (other !== input) other.value = input.value;
    }
  });
  return input;
}
