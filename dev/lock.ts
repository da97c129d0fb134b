// One launcher a state folder: two would start two Postgres servers over the same data.
import { linkSync, readFileSync, renameSync, rmSync } from "node:fs";
import { isRunning, type ProcessRecord, recordOf } from "./processes.ts";
import { writeAtomically, writePrivately } from "./state.ts";

export type LockPhase = "starting" | "ready" | "stopping";

export type Holder = ProcessRecord & { readonly phase: LockPhase };

export type Lock = {
  /** Tells a second launcher how far this one is. */
  enter(phase: LockPhase): void;
  release(): void;
};

export type LockAttempt = { readonly lock: Lock } | { readonly holder: Holder };

/** Takes the lock, also from a holder that no longer runs; otherwise says who holds it. */
export function acquireLock(path: string): LockAttempt {
  const self = recordOf(process.pid);
  if (!self) throw new Error("The system does not say when this process started.");
  for (;;) {
    if (takeLock(path, { ...self, phase: "starting" })) return { lock: lockOf(path, self) };
    const holder = holderOf(path);
    if (holder && isRunning(holder)) return { holder };
    if (holder) moveAway(path, holder);
  }
}

/** Whoever holds the lock now, whether or not it still runs. */
export function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (isMissingFile(error)) return undefined;
    // A lock is written in one piece, so half of one is what a full disk or a lost machine left.
    if (error instanceof SyntaxError) return { pid: 0, startedAt: "", phase: "stopping" };
    throw error;
  }
}

function lockOf(path: string, self: ProcessRecord): Lock {
  const isOurs = () => {
    const holder = holderOf(path);
    return holder?.pid === self.pid && holder.startedAt === self.startedAt;
  };
  return {
    enter(phase) {
      if (isOurs()) writeAtomically(path, JSON.stringify({ ...self, phase }));
    },
    release() {
      if (isOurs()) rmSync(path, { force: true });
    },
  };
}

/** A link appears with its whole content or not at all, and never over another one. */
function takeLock(path: string, holder: Holder): boolean {
  const draft = `${path}.${holder.pid}`;
  writePrivately(draft, JSON.stringify(holder));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Of two launchers that find the same dead holder, the slower one may catch the faster one's new lock: it puts it back. */
function moveAway(path: string, dead: Holder): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isMissingFile(error)) return;
    throw error;
  }
  const moved = holderOf(aside);
  if (moved && (moved.pid !== dead.pid || moved.startedAt !== dead.startedAt)) {
    linkSync(aside, path);
  }
  rmSync(aside, { force: true });
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
