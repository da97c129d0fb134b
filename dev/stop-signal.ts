// The ways in which a person or the system asks the launcher to stop.

export type StopSignal = {
  readonly signal: AbortSignal;
  stop(): void;
};

// npm, the bootstrap and the terminal each pass one Ctrl-C on, so it arrives up to three times.
const samePressMs = 700;
const parentPollMs = 1000;

/** Aborts on the first request; a second one after that forces. */
export function openStopSignal(force: () => void): StopSignal {
  const controller = new AbortController();
  let firstAtMs: number | undefined;

  const take = () => {
    const now = performance.now();
    firstAtMs ??= now;
    if (now - firstAtMs > samePressMs) force();
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, take);
  watchParent(() => controller.abort());
  // A closed terminal cannot be written to, and that must not keep us from stopping in order.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined);

  return { signal: controller.signal, stop: () => controller.abort() };
}

/** A bootstrap that was killed cannot pass a Ctrl-C on any more, so nobody could stop us. */
function watchParent(isGone: () => void): void {
  const parent = Number(process.env.SAKU_PARENT_PID);
  if (!parent || process.ppid !== parent) return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    isGone();
  }, parentPollMs);
  timer.unref();
}
