/**
 * Draws a place again and leaves the focus where it was. While something in it is pressed it waits, because a press on
 * what is gone does nothing.
 */
export function redraw(place: HTMLElement, children: readonly (Node | string)[]): void {
  if (place.matches(":active")) {
    waiting.set(place, children);
    return;
  }
  waiting.delete(place);
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && place.contains(focused) ? keyOf(focused) : "";
  place.replaceChildren(...children);
  if (key === "") return;
  const again = [...place.querySelectorAll<HTMLElement>("button, input, select, a, summary")];
  again.find((element) => keyOf(element) === key)?.focus({ preventScroll: true });
}

const waiting = new Map<HTMLElement, readonly (Node | string)[]>();

// The click itself comes after the release, and is handled first.
window.addEventListener("pointerup", () =>
  window.setTimeout(() => {
    for (const [place, children] of waiting) redraw(place, children);
  }),
);

function keyOf(element: HTMLElement): string {
  return element.dataset.key ?? element.id;
}
