// Notices when the Worker, Postgres or the proxy dies, and starts it again.
import { setTimeout as sleep } from "node:timers/promises";
import { tellOf } from "./fault.ts";
import type { Stack } from "./stack.ts";
import type { WorkerProcess } from "./worker-process.ts";

export type SupervisorOptions = {
  readonly stack: Pick<Stack, "mend">;
  readonly worker: WorkerProcess;
  readonly restart: () => Promise<WorkerProcess>;
  readonly awaitReady: (worker: WorkerProcess) => Promise<void>;
  readonly say: (line: string) => void;
  /** Told that Postgres or the proxy is another process now. */
  readonly mended: () => void;
};

export type Supervisor = { close(): Promise<void> };

const probeIntervalMs = 1000;
const probeLimitMs = 3000;
// A rebuild after an edit may swallow one probe.
const missesAllowed = 1;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

export function openSupervisor(options: SupervisorOptions): Supervisor {
  const closing = new AbortController();
  const watching = watch(options, closing.signal);
  return {
    async close() {
      closing.abort();
      await watching;
    },
  };
}

async function watch(options: SupervisorOptions, closing: AbortSignal): Promise<void> {
  let { worker } = options;
  let misses = 0;
  while (await pause(probeIntervalMs, closing)) {
    await mendStack(options);
    misses = (await isAlive(worker)) ? 0 : misses + 1;
    const isDead = worker.hasExited() || misses > missesAllowed;
    if (!isDead || closing.aborted) continue;
    worker = await replaceWorker(worker, options, closing);
    misses = 0;
  }
}

async function mendStack({ stack, say, mended }: SupervisorOptions): Promise<void> {
  try {
    const names = await stack.mend();
    if (names.length === 0) return;
    mended();
    say(`${names.join(" and ")} had died and runs again.`);
  } catch (error) {
    say(`The database cannot be mended: ${tellOf(error)}`);
  }
}

async function replaceWorker(
  dead: WorkerProcess,
  options: SupervisorOptions,
  closing: AbortSignal,
): Promise<WorkerProcess> {
  const { restart, awaitReady, say } = options;
  say("The Worker has died; starting it again...");
  let worker = dead;
  for (let pauseMs = firstPauseMs; !closing.aborted; pauseMs = longer(pauseMs)) {
    await worker.stop();
    // The Worker counts as ready only with its database, which may have died with it.
    await mendStack(options);
    try {
      worker = await restart();
      await awaitReady(worker);
      say("The Worker answers again.");
      return worker;
    } catch (error) {
      if (closing.aborted) break;
      say(`${tellOf(error)}\nTrying again in ${pauseMs / 1000} s.`);
    }
    await pause(pauseMs, closing);
  }
  return worker;
}

function longer(pauseMs: number): number {
  return Math.min(pauseMs * 2, longestPauseMs);
}

/** Any answer is a sign of life; a killed workerd leaves requests hanging. */
async function isAlive(worker: WorkerProcess): Promise<boolean> {
  try {
    const response = await fetch(`${worker.url}/health`, {
      signal: AbortSignal.timeout(probeLimitMs),
    });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** False when it was cut short, which means that the loop around it should end. */
async function pause(durationMs: number, closing: AbortSignal): Promise<boolean> {
  return sleep(durationMs, true, { signal: closing }).catch(() => false);
}
