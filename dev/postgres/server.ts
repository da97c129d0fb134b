import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { faultOf } from "../fault.ts";
import { freePort } from "../ports.ts";
import { identityOf } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { serverEnvironment } from "./cluster.ts";
import type { Home } from "./home.ts";
import { logFileIn } from "./names.ts";
import {
  clusterNameOf,
  isErrorCode,
  launcherSetting,
  serverProcesses,
  shutDown,
} from "./processes.ts";

export const host = "127.0.0.1";

export type Server = {
  readonly port: number;
  readonly pid: number;
  /** Resolves when the system has let go of the process and its number. */
  isReaped(): Promise<unknown>;
};

type Attempt = Omit<Server, "port"> | { readonly problem: Error; readonly isPortTaken: boolean };

const pollIntervalMs = 15;
// After a crash PostgreSQL first replays its log, which takes as long as it takes on a slow disk.
const readyLimitMs = 120_000;
const noticeAfterMs = 1_000;
const portAttempts = 5;
const logLimitBytes = 8 * 1024 * 1024;
const logTailLines = 12;

/**
 * Ends a server that an earlier launcher left behind, and refuses to touch one whose launcher
 * lives.
 */
export async function settlePredecessor(
  { folder, dataFolder }: Pick<Home, "folder" | "dataFolder">,
  report: (step: string) => void,
): Promise<void> {
  const processes = serverProcesses(dataFolder);
  const postmaster = processes.find(({ isPostmaster }) => isPostmaster);
  if (postmaster && postmaster.parentPid === postmaster.launcherPid) {
    throw faultOf(
      `PostgreSQL already runs for ${folder}: process ${postmaster.launcherPid} started it and still lives.`,
      "Use that one, or stop it first (Ctrl-C where it runs).",
    );
  }
  if (processes.length === 0) return;
  report("Stopping a PostgreSQL whose launcher was killed");
  await shutDown(dataFolder);
}

export type ServerOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  /**
   * False gives up safety on a crash of the machine for speed, for clusters that are thrown away.
   */
  readonly isDurable: boolean;
  /** What the server is set to besides, by the names that PostgreSQL gives it. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** Starts the server and resolves when it takes connections. */
export async function startServer(
  home: Home,
  binaries: Binaries,
  options: ServerOptions,
  report: (step: string) => void,
): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port === 0 ? await freePort() : options.port;
    const settings = settingsOf(home, port, options);
    const result = await tryToStart(home, binaries, settings, report);
    if ("pid" in result) return { ...result, port };
    if (!result.isPortTaken) throw result.problem;
    // A free port may be taken a moment later; only one that nobody asked for may be exchanged.
    if (options.port !== 0 || attempt === portAttempts) throw portProblem(port);
  }
}

function portProblem(port: number): Error {
  return faultOf(
    `Port ${port} on ${host} is taken by another program, so PostgreSQL cannot use it.`,
    `Stop that program (lsof -i :${port} names it), or choose another port.`,
  );
}

function settingsOf(
  home: Home,
  port: number,
  { isDurable, settings: own }: ServerOptions,
): string[] {
  const settings: Record<string, string | number> = {
    port,
    listen_addresses: host,
    // Everything comes over TCP, and a socket's path has a length limit that a deep checkout
    // exceeds.
    unix_socket_directories: "",
    cluster_name: clusterNameOf(home.dataFolder),
    [launcherSetting]: process.pid,
    max_connections: 400,
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] %q%u@%d ",
    log_checkpoints: "off",
    shared_buffers: isDurable ? "256MB" : "64MB",
    ...(isDurable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...own,
  };
  // The list of processes is searched for this beginning, so the data folder stays first.
  return [
    "-D",
    home.dataFolder,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

async function tryToStart(
  home: Home,
  binaries: Binaries,
  settings: readonly string[],
  report: (step: string) => void,
): Promise<Attempt> {
  // Looked at again, because another launcher may have been as quick as this one.
  await settlePredecessor(home, report);
  deleteStaleLock(home.dataFolder);
  const { child, logFrom } = spawnServer(home, binaries, settings);
  const fault = await untilReady(home, child, report);
  if (fault === undefined && child.pid !== undefined) {
    return { pid: child.pid, isReaped: reapingOf(child) };
  }

  child.kill("SIGKILL");
  const log = logSince(home, logFrom);
  return {
    problem: startProblem(home, fault ?? "", log),
    isPortTaken: log.includes("Address already in use"),
  };
}

function spawnServer(home: Home, binaries: Binaries, settings: readonly string[]) {
  const path = logFileIn(home.folder);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const isTooLong = size > logLimitBytes;
  // A pipe would break when the launcher dies, and the server with it; a file outlives both.
  const log = openSync(path, isTooLong ? "w" : "a", 0o600);
  try {
    const child = spawn(binaries.postgres, settings, {
      ...identityOf(home.account),
      cwd: home.path,
      env: serverEnvironment,
      stdio: ["ignore", log, log],
      // Ctrl-C reaches every process of the terminal's group; the launcher decides the order of
      // stopping.
      detached: true,
    });
    child.unref();
    return { child, logFrom: isTooLong ? 0 : size };
  } finally {
    closeSync(log);
  }
}

/** Undefined when the server is ready, and else what happened instead. */
async function untilReady(
  home: Home,
  child: ChildProcess,
  report: (step: string) => void,
): Promise<string | undefined> {
  const started = performance.now();
  const noticeAt = started + noticeAfterMs;
  let spawnFault: string | undefined;
  child.once("error", (error) => {
    spawnFault = error.message;
  });
  for (let isNoticeDue = true; !isReady(home.dataFolder, child.pid); await sleep(pollIntervalMs)) {
    const fault = spawnFault ?? endingOf(child);
    if (fault !== undefined) return fault;
    if (performance.now() - started > readyLimitMs) {
      return `It was not ready after ${readyLimitMs / 1000} seconds.`;
    }
    if (isNoticeDue && performance.now() > noticeAt) {
      report("Waiting for PostgreSQL, which replays its log after a crash");
      isNoticeDue = false;
    }
  }
  return undefined;
}

function reapingOf(child: ChildProcess): () => Promise<unknown> {
  const ended = once(child, "exit");
  return () => {
    // The server by itself keeps no launcher alive, but this wait does.
    child.ref();
    return ended;
  };
}

function endingOf({ exitCode, signalCode }: ChildProcess): string | undefined {
  if (signalCode !== null) return `It was ended by ${signalCode}.`;
  return exitCode === null ? undefined : `It ended with code ${exitCode}.`;
}

// The postmaster writes its process id on the first line of this file and its state on the eighth.
function isReady(dataFolder: string, pid: number | undefined): boolean {
  const lines = lockLines(dataFolder);
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

/**
 * PostgreSQL does not start when its lock file names a living process, and after a crash that may
 * be any process that got the same number since. No server of this folder runs at this point, so
 * the file is stale. PostgreSQL still refuses by itself when the shared memory of the data folder
 * is in use.
 */
function deleteStaleLock(dataFolder: string): void {
  rmSync(lockFileOf(dataFolder), { force: true });
}

function lockLines(dataFolder: string): string[] {
  try {
    return readFileSync(lockFileOf(dataFolder), "utf8").split("\n");
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return [];
    throw error;
  }
}

function lockFileOf(dataFolder: string): string {
  return join(dataFolder, "postmaster.pid");
}

function startProblem({ folder, account }: Home, fault: string, log: string): Error {
  const tail = log.trim().split("\n").slice(-logTailLines);
  return faultOf(
    `PostgreSQL did not start (as user ${account.name}). ${fault} It said:\n` +
      tail.map((line) => `  ${line}`).join("\n"),
    `The whole log is ${logFileIn(folder)}. If the data is damaged or of another version, ` +
      "start over with --fresh, which deletes it.",
  );
}

function logSince({ folder }: Home, from: number): string {
  return readFileSync(logFileIn(folder)).subarray(from).toString("utf8");
}
