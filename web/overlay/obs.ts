// What OBS tells a page of itself: https://github.com/obsproject/obs-browser
type ObsWindow = Window & { readonly obsstudio?: unknown };

export type Seen = { readonly isVisible: boolean; readonly isActive: boolean };

export function isInObs(): boolean {
  const obsWindow: ObsWindow = window;
  return obsWindow.obsstudio !== undefined;
}

/** Calls back whenever the source is shown or hidden, put on air or taken off. */
export function watchSeen(changed: (seen: Seen) => void): void {
  let seen: Seen = { isVisible: document.visibilityState === "visible", isActive: true };
  const change = (next: Partial<Seen>) => {
    seen = { ...seen, ...next };
    changed(seen);
  };
  if (!isInObs()) {
    document.addEventListener("visibilitychange", () =>
      change({ isVisible: document.visibilityState === "visible" }),
    );
    return;
  }
  window.addEventListener("obsSourceVisibleChanged", (event) =>
    change({ isVisible: detailOf(event).visible === true }),
  );
  window.addEventListener("obsSourceActiveChanged", (event) =>
    change({ isActive: detailOf(event).active === true }),
  );
}

function detailOf(event: Event): Readonly<Record<string, unknown>> {
  return event instanceof CustomEvent && event.detail !== null ? event.detail : {};
}
