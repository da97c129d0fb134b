import { button } from "./dom.ts";
import { say } from "./language.ts";

const restMs = 1600;

/** Copies what `read` gives at the moment of the press, and says so in its own place. */
export function copyButton(read: () => string, className = "code-button"): HTMLButtonElement {
  const made = button(say("copy.do"), () => void copy(), {
    class: className,
    "aria-live": "polite",
  });

  async function copy(): Promise<void> {
    made.textContent = (await written(read())) ? say("copy.done") : say("copy.failed");
    window.setTimeout(() => {
      made.textContent = say("copy.do");
    }, restMs);
  }
  return made;
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages that came over plain HTTP from another machine have no clipboard.
    return false;
  }
}
