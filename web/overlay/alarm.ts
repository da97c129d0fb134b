export type Alarm = { set(inMs: number): void };

const shortestMs = 5;
const longestMs = 60_000;

/** Wakes once, at the time that was set last, also while the page is hidden. */
export function createAlarm(wake: () => void): Alarm {
  const bounded = (inMs: number) => Math.min(Math.max(inMs, shortestMs), longestMs);
  try {
    const worker = new Worker(new URL("./alarm-worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", wake);
    return { set: (inMs) => worker.postMessage(bounded(inMs)) };
  } catch {
    // Without workers the page's own timer has to do.
    let timer = 0;
    return {
      set: (inMs) => {
        window.clearTimeout(timer);
        timer = window.setTimeout(wake, bounded(inMs));
      },
    };
  }
}
