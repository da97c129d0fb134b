import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { acquireLock, holderOf } from "./lock.ts";
import { type ProcessRecord, recordOf } from "./processes.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "saku-lock-"));
  path = join(folder, "lock.json");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("is held by one launcher at a time, and free again once that one lets go", () => {
  const first = acquireLock(path);
  if (!("lock" in first)) throw new Error("An empty folder was taken for a held one.");
  expect(acquireLock(path)).toEqual({ holder: { ...self(), phase: "starting" } });

  first.lock.release();
  expect(acquireLock(path)).toHaveProperty("lock");
});

it("tells how far its holder is", () => {
  const attempt = acquireLock(path);
  if ("lock" in attempt) attempt.lock.enter("ready");
  expect(holderOf(path)?.phase).toBe("ready");
});

it("is taken from a holder that was killed", async () => {
  writeFileSync(path, JSON.stringify({ ...(await killedProcess()), phase: "ready" }));

  expect(acquireLock(path)).toHaveProperty("lock");
  expect(holderOf(path)?.pid).toBe(process.pid);
  expect(readdirSync(folder)).toEqual(["lock.json"]);
});

it("is taken from a holder whose number another process got since", () => {
  writeFileSync(
    path,
    JSON.stringify({ ...self(), startedAt: "before the last boot", phase: "ready" }),
  );
  expect(acquireLock(path)).toHaveProperty("lock");
});

it("is not given back by one who no longer holds it", () => {
  const attempt = acquireLock(path);
  const other = { pid: 1, startedAt: "another", phase: "ready" };
  writeFileSync(path, JSON.stringify(other));

  if ("lock" in attempt) attempt.lock.release();
  expect(holderOf(path)).toEqual(other);
});

it("is taken from a holder that left half a file", () => {
  writeFileSync(path, '{"pid": 12');
  expect(acquireLock(path)).toHaveProperty("lock");
});

function self(): ProcessRecord {
  const record = recordOf(process.pid);
  if (!record) throw new Error("This process cannot be identified.");
  return record;
}

async function killedProcess(): Promise<ProcessRecord> {
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
  await once(child, "spawn");
  const record = recordOf(child.pid ?? 0);
  child.kill("SIGKILL");
  await once(child, "exit");
  if (!record) throw new Error("The child cannot be identified.");
  return record;
}
