import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { faultOf } from "../fault.ts";

export type ServerProcess = {
  readonly pid: number;
  readonly parentPid: number;
  readonly isPostmaster: boolean;
  /**
   * The process that started the server. When it is no longer the parent, the server is an orphan.
   */
  readonly launcherPid: number | undefined;
};

type Listed = {
  readonly pid: number;
  readonly parentPid: number;
  /** A letter: Z has ended and waits for its parent to notice. */
  readonly state: string;
  readonly command: string;
  /**
   * Where it works, as far as the system tells. PostgreSQL works in its data folder, also when that
   * was renamed.
   */
  readonly workingFolder: string | undefined;
};

// PostgreSQL accepts settings of its extensions on its command line, whether or not such an
// extension is there.
export const launcherSetting = "saku.launcher";

const serverCommand = /^(\S.*\/postgres -D |postgres: )/;

const pollIntervalMs = 20;
const fastShutdownMs = 10_000;
const immediateShutdownMs = 5_000;
// A backend in the middle of a computation notices only later that its postmaster is gone.
const backendsEndMs = 500;
const killedMs = 10_000;

/** The name that every process of the cluster shows in the list of processes. */
export function clusterNameOf(dataFolder: string): string {
  return `saku-${createHash("sha256").update(dataFolder).digest("hex").slice(0, 16)}`;
}

/** The processes that serve this data folder, and provably no others. */
export function serverProcesses(dataFolder: string): ServerProcess[] {
  return serversAmong(listProcesses(), dataFolder);
}

function serversAmong(listed: readonly Listed[], dataFolder: string): ServerProcess[] {
  const servesFolder = `/postgres -D ${dataFolder} -c `;
  const childTitle = `postgres: ${clusterNameOf(dataFolder)}: `;
  const ours = listed.filter(
    ({ command, workingFolder }) =>
      command.includes(servesFolder) ||
      command.startsWith(childTitle) ||
      (workingFolder === dataFolder && serverCommand.test(command)),
  );
  return ours.map(({ pid, parentPid, command }) => {
    // A child that was forked this moment still shows its parent's command line.
    const isForked = ours.some((other) => other.pid === parentPid);
    const launcher = new RegExp(`${launcherSetting}=(\\d+)`).exec(command)?.[1];
    return {
      pid,
      parentPid,
      isPostmaster: !command.startsWith("postgres: ") && !isForked,
      launcherPid: launcher === undefined ? undefined : Number(launcher),
    };
  });
}

/** Shuts down in order, then less politely, and resolves when the last process is gone. */
export async function shutDown(dataFolder: string): Promise<void> {
  if (await signalUntilGone(dataFolder, "SIGINT", fastShutdownMs)) return;
  if (await signalUntilGone(dataFolder, "SIGQUIT", immediateShutdownMs)) return;
  await killAll(dataFolder);
}

/** Kills as a lost machine does, and resolves when the last process is gone. */
export async function killAll(dataFolder: string): Promise<void> {
  if (await signalUntilGone(dataFolder, "SIGKILL", backendsEndMs)) return;
  for (const { pid } of serverProcesses(dataFolder)) signal(pid, "SIGKILL");
  if (await isGoneWithin(dataFolder, killedMs)) return;
  const pids = serverProcesses(dataFolder).map(({ pid }) => pid);
  throw faultOf(
    `PostgreSQL's processes ${pids.join(", ")} do not end, although they were killed.`,
    "They wait for a disk that does not answer. Look at it, or restart the machine.",
  );
}

async function signalUntilGone(
  dataFolder: string,
  name: NodeJS.Signals,
  limitMs: number,
): Promise<boolean> {
  const processes = serverProcesses(dataFolder);
  const postmaster = processes.find(({ isPostmaster }) => isPostmaster);
  // Looks once before the signal, so that no process ends unseen.
  const isGone = isGoneWithin(dataFolder, limitMs);
  // The postmaster ends its children; without one, they are told themselves.
  for (const { pid } of postmaster ? [postmaster] : processes) signal(pid, name);
  return isGone;
}

async function isGoneWithin(dataFolder: string, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  const seen = new Set<number>();
  while (isAnyLeft(dataFolder, seen)) {
    if (performance.now() > deadline) return false;
    await sleep(pollIntervalMs);
  }
  return true;
}

/**
 * A process loses its command line first and its port and shared memory after that, so those seen
 * are remembered.
 */
function isAnyLeft(dataFolder: string, seen: Set<number>): boolean {
  const listed = listProcesses();
  for (const { pid } of serversAmong(listed, dataFolder)) seen.add(pid);
  return listed.some(({ pid, state }) => seen.has(pid) && state !== "Z");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended between the look and the signal, which is what the signal was for.
    if (isErrorCode(error, "ESRCH")) return;
    throw faultOf(
      `PostgreSQL runs as process ${pid} of another user and could not be stopped.`,
      "Start as that user or as root.",
      error,
    );
  }
}

export function isErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

// Small Linux images have no ps; macOS has no /proc.
function listProcesses(): Listed[] {
  return process.platform === "linux" ? listFromProc() : listFromPs();
}

function listFromProc(): Listed[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        if (command !== "" && !command.includes("postgres")) return [];
        // The second field is the program's name in brackets, which may hold brackets and spaces
        // itself.
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const [state = "", parentPid] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const workingFolder = command === "" ? undefined : workingFolderOf(name);
        return [{ pid: Number(name), parentPid: Number(parentPid), state, command, workingFolder }];
      } catch {
        // The process ended while it was looked at.
        return [];
      }
    });
}

function workingFolderOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Another user's process, which is none of ours.
    return undefined;
  }
}

function listFromPs(): Listed[] {
  const table = execFileSync("ps", ["-axww", "-o", "pid=,ppid=,stat=,command="], {
    encoding: "utf8",
  });
  const lines = table.matchAll(/^ *(\d+) +(\d+) +(\S)\S* +(.*)$/gm);
  return [...lines].map(([, pid, parentPid, state = "", command = ""]) => ({
    pid: Number(pid),
    parentPid: Number(parentPid),
    state,
    command,
    workingFolder: undefined,
  }));
}
