import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../scripts/run.ts";

export type ProxyProcess = { readonly url: string; readonly pid: number; close(): Promise<void> };

/** The Neon proxy as a process of its own, so that the load generator shares no thread with it. */
export async function startProxy(databasePort: number): Promise<ProxyProcess> {
  const script = join(root, "dev/neon-proxy/main.ts");
  const child = spawn(process.execPath, [script, "--database-port", String(databasePort)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = await once(createInterface(child.stdout), "line");
  return {
    url: String(url),
    pid: child.pid ?? 0,
    async close() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
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

/** The most memory that a process has held so far; null where the system does not tell. */
export function peakMemoryMiBOf(pid: number): number | null {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
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
