// `npm start`: the whole of Saku on this machine, until Ctrl-C.
import { once } from "node:events";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRefusal } from "../scripts/migrations/index.ts";
import { faultOf, tellOf } from "./fault.ts";
import { createJournal } from "./journal.ts";
import { launch, type Running, stopAll } from "./launcher.ts";
import { endOrphans, startOver } from "./leftovers.ts";
import { acquireLock, type Holder, type Lock } from "./lock.ts";
import { createProgress } from "./progress.ts";
import { screenOf } from "./screen.ts";
import { helpText, type Settings, settingsOf } from "./settings.ts";
import { prepareStateFolder, readStackFile, type StackFile, secretsOf } from "./state.ts";
import { openStopSignal } from "./stop-signal.ts";

const root = resolve(import.meta.dirname, "..");
const otherPollMs = 200;
const progress = createProgress(process.stdout);
const isColored = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
const running: Running = {};

let crash: unknown;

const { signal: stopping, stop } = openStopSignal(force);
// A bug must not leave Postgres and the Worker behind.
process.on("uncaughtException", (error) => {
  crash = error;
  progress.say(`\n${tellOf(error)}`);
  stop();
});
process.exitCode = await main().catch((error: unknown) => {
  if (stopping.aborted) return 0;
  progress.say(`\n${tellOf(error)}\n`);
  return 1;
});
// Keep-alive connections of the probes would hold the process for seconds more.
process.exit(crash === undefined ? process.exitCode : 1);

async function main(): Promise<number> {
  const settings = settingsOf(process.argv.slice(2), process.env, root);
  if (settings.isHelp) {
    process.stdout.write(helpText);
    return 0;
  }
  prepareStateFolder(settings.stateFolder);
  const lock = await lockOrShow(settings);
  if (!lock) return 0;
  try {
    return await run(settings, lock);
  } finally {
    lock.release();
  }
}

async function run(settings: Settings, lock: Lock): Promise<number> {
  const startedAt = performance.now();
  const { stateFolder } = settings;
  await endOrphans(root, stateFolder);
  if (settings.isFresh) progress.say(`  ${await startOver(stateFolder)}`);
  prepareStateFolder(stateFolder);
  const journal = createJournal(stateFolder);
  try {
    const stack = await launch({ root, settings, progress, journal, stopping }, running);
    lock.enter("ready");
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    const note = portNoteOf(settings, stack);
    show(settings, stack, `Saku is ready (${seconds} s)`, { stop: "Ctrl-C", note });
    if (!stopping.aborted) await once(stopping, "abort");
    return 0;
  } catch (error) {
    if (stopping.aborted) return 0;
    journal.write(error instanceof Error ? `${error.stack}` : `${error}`);
    progress.say(`\nSaku could not start.\n${tellOf(error)}`);
    if (isRefusal(error)) progress.say("Or give up the local data: npm start -- --fresh");
    progress.say(`Logs: ${join(stateFolder, "logs")}`);
    return 1;
  } finally {
    lock.enter("stopping");
    if (stopping.aborted) progress.say("\n  Stopping...");
    await stopAll(running, stateFolder);
    if (stopping.aborted) progress.say("  Stopped. The data is kept for the next npm start.");
  }
}

/** Takes the lock; when another launcher runs already, shows where instead and returns nothing. */
async function lockOrShow(settings: Settings): Promise<Lock | undefined> {
  const path = join(settings.stateFolder, "lock.json");
  for (let hasWaited = false; ; hasWaited = true) {
    stopping.throwIfAborted();
    const attempt = acquireLock(path);
    if ("lock" in attempt) return attempt.lock;
    const { holder } = attempt;
    if (settings.isFresh) throw freshFault(holder);
    const stack = readStackFile(settings.stateFolder);
    if (holder.phase === "ready" && stack?.workerUrl) {
      const how = `Ctrl-C where it runs, or: kill ${holder.pid}`;
      const headline = `Saku is already running (process ${holder.pid})`;
      show(settings, stack, headline, { stop: how, note: undefined });
      return undefined;
    }
    if (!hasWaited) {
      progress.say(
        `  Another npm start (process ${holder.pid}) is ${holder.phase}; waiting for it...`,
      );
    }
    await sleep(otherPollMs);
  }
}

function freshFault({ pid }: Holder): Error {
  return faultOf(
    `Saku is running (process ${pid}), and its database cannot be removed under it.`,
    `Stop it with Ctrl-C where it runs, or with: kill ${pid}. Then run npm start -- --fresh again.`,
  );
}

function show(
  { stateFolder }: Settings,
  stack: StackFile,
  headline: string,
  { stop, note }: { readonly stop: string; readonly note: string | undefined },
): void {
  const facts = {
    headline,
    stop,
    note,
    stateFolder,
    workerUrl: stack.workerUrl ?? "",
    operatorKey: secretsOf(stateFolder).operatorKey,
    dataFolder: stack.dataFolder ?? stateFolder,
    currentFolder: root,
  };
  progress.say(screenOf(facts, isColored));
}

/** Why the address is not the one that was asked for, when it is not. */
function portNoteOf({ port }: Settings, { workerUrl = "" }: StackFile): string | undefined {
  const actual = new URL(workerUrl).port;
  if (actual === `${port.port}`) return undefined;
  return `Port ${port.port} is taken by another program, so this is ${actual}.`;
}

/** The second Ctrl-C: whatever is left is found and ended by the next start. */
function force(): void {
  running.worker
    ?.then((worker) => process.kill(-worker.record.pid, "SIGKILL"))
    .catch(() => undefined);
  running.stack?.postgres.kill().catch(() => undefined);
  progress.say("  Forced.");
  setTimeout(() => process.exit(1), 500);
}
