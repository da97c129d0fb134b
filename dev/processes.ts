// Which processes are ours. A pid alone proves nothing after a while, because the system hands it out again;
// a pid together with the moment when its process started does.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { faultOf } from "./fault.ts";

export type ProcessRecord = { readonly pid: number; readonly startedAt: string };

type ProcessEntry = ProcessRecord & { readonly groupId: number; readonly command: string };

const pollIntervalMs = 25;

/** What identifies this process for as long as the machine runs; undefined when there is none. */
export function recordOf(pid: number): ProcessRecord | undefined {
  const entry = process.platform === "linux" ? linuxEntryOf(pid) : listByPs(["-p", `${pid}`])[0];
  return entry && { pid, startedAt: entry.startedAt };
}

export function isRunning(record: ProcessRecord): boolean {
  return recordOf(record.pid)?.startedAt === record.startedAt;
}

/** Asks a process to end, and makes it when it has not after the time given. */
export async function endProcess(
  record: ProcessRecord,
  signal: NodeJS.Signals,
  patienceMs: number,
): Promise<void> {
  if (!isRunning(record)) return;
  send(record.pid, signal);
  if (await isTrueWithin(patienceMs, () => !isRunning(record))) return;
  send(record.pid, "SIGKILL");
  await isTrueWithin(patienceMs, () => !isRunning(record));
}

/**
 * Ends a process group that this stack started: its leader and whatever the leader started.
 *
 * When the leader is gone its number may belong to somebody else, so only members that are
 * programs of this checkout's dependencies are ended then.
 */
export async function endGroup(
  leader: ProcessRecord,
  programs: string,
  patienceMs: number,
): Promise<void> {
  const members = ownMembersOf(leader, programs);
  for (const { pid } of members) send(pid, "SIGTERM");
  const areGone = () => members.every((member) => !isRunning(member));
  const isEmpty = (await isTrueWithin(patienceMs, areGone)) && !ownMembersOf(leader, programs)[0];
  if (isEmpty) return;
  for (const { pid } of ownMembersOf(leader, programs)) send(pid, "SIGKILL");
  await isTrueWithin(patienceMs, () => ownMembersOf(leader, programs).length === 0);
}

/** Where the dependencies' programs are, as their command lines name them: the folder may be a link. */
export function programsIn(root: string): string {
  return realpathSync(join(root, "node_modules"));
}

function ownMembersOf(leader: ProcessRecord, programs: string): readonly ProcessEntry[] {
  const members = listProcesses().filter(({ groupId }) => groupId === leader.pid);
  const isLed = members.some(
    ({ pid, startedAt }) => pid === leader.pid && startedAt === leader.startedAt,
  );
  return members.filter(({ command }) => isLed || command.includes(`${programs}/`));
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // It ended by itself in the meantime, which is what was wanted.
    if (code === "ESRCH") return;
    if (code !== "EPERM") throw error;
    throw faultOf(
      `Process ${pid}, which an earlier start left behind, belongs to another user.`,
      `End it as that user: kill ${pid}`,
      error,
    );
  }
}

async function isTrueWithin(limitMs: number, isTrue: () => boolean): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > deadline) return false;
    await sleep(pollIntervalMs);
  }
  return true;
}

function listProcesses(): readonly ProcessEntry[] {
  if (process.platform !== "linux") return listByPs(["-A"]);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => linuxEntryOf(Number(name)) ?? []);
}

/** Read from /proc, because the small images that people run in have no `ps`. */
function linuxEntryOf(pid: number): ProcessEntry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets, and may itself hold spaces and brackets.
    const [state, , group, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return { pid, groupId: Number(group), command, startedAt: `${bootId()} ${rest[16]}` };
  } catch {
    // Whatever ends while it is being read does not exist.
    return undefined;
  }
}

/** Start times count from the boot, so they name a process only together with it. */
function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

function listByPs(selection: readonly string[]): readonly ProcessEntry[] {
  const columns = ["-o", "pid=,pgid=,stat=,lstart=,command="];
  try {
    const list = execFileSync("ps", [...selection, ...columns], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
    });
    return list.split("\n").flatMap((line) => entryOfPsLine(line) ?? []);
  } catch {
    // `ps -p` fails when there is no such process.
    return [];
  }
}

function entryOfPsLine(line: string): ProcessEntry | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\d{4})\s+(.*)$/.exec(line);
  const [, pid, group, state = "Z", startedAt = "", command = ""] = match ?? [];
  if (state.startsWith("Z")) return undefined;
  return { pid: Number(pid), groupId: Number(group), command, startedAt };
}
