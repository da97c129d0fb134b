import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../scripts/run.ts";

export type Program = {
  /** The first line that it wrote. */
  readonly line: string;
  readonly pid: number;
  close(): Promise<void>;
};
export type ProxyProcess = Omit<Program, "line"> & { readonly url: string };

/** The Neon proxy as a process of its own, so that the load generator shares no thread with it. */
export async function startProxy(databasePort: number): Promise<ProxyProcess> {
  const words = ["--database-port", String(databasePort)];
  const { line, pid, close } = await startProgram("dev/neon-proxy/main.ts", words);
  return { url: line, pid, close };
}

/** Starts a program of ours as a process of its own, which says in its first line where it is. */
export async function startProgram(
  script: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const child = spawn(process.execPath, [join(root, script), ...words], {
    env: { ...process.env, ...variables },
    // Some end when their input does.
    stdio: ["pipe", "pipe", "inherit"],
  });
  const hasEnded = once(child, "exit");
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    hasEnded.then(() => Promise.reject(new Error(`${script} ended before it was ready.`))),
  ]);
  return {
    line: String(line),
    pid: child.pid ?? 0,
    async close() {
      child.kill("SIGTERM");
      await hasEnded;
    },
  };
}

const ticksPerSecond = 100;

/** Processor seconds that a process and all of its children have used so far; null where the system does not tell. */
export function cpuSecondsOf(pid: number): number | null {
  try {
    const pids = [pid, ...childrenOf(pid)];
    return pids.reduce((sum, each) => sum + ownSecondsOf(each), 0);
  } catch {
    return null;
  }
}

/** The memory that a process holds, or the most that it has held; null where the system does not tell. */
export function memoryMiBOf(pid: number, measure: "VmRSS" | "VmHWM"): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    const kibibytes = new RegExp(`^${measure}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
    return kibibytes === undefined ? null : Math.round(Number(kibibytes) / 1_024);
  } catch {
    return null;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => statOf(each)?.[1] === String(pid));
}

/** The same of a process alone. */
export function ownSecondsOf(pid: number): number {
  const stat = statOf(pid);
  // utime, stime, and those of children that have ended.
  return stat
    ? [11, 12, 13, 14].reduce((sum, at) => sum + Number(stat[at]), 0) / ticksPerSecond
    : 0;
}

/** The fields of /proc/<pid>/stat after the name, which may itself hold spaces. */
function statOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
  } catch {
    return undefined;
  }
}
