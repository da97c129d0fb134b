import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { faultOf } from "../fault.ts";
import { handOver, identityOf } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import type { Home } from "./home.ts";
import { makerOf, newPartialName, passwordsFileIn } from "./names.ts";
import { isErrorCode } from "./processes.ts";

const roles = ["postgres", "saku_owner", "saku_app"] as const;
export type Role = (typeof roles)[number];
export type Passwords = Readonly<Record<Role, string>>;

const passwordBytes = 24;
const removalAttempts = 100;
const removalPauseMs = 20;

/**
 * The environment of PostgreSQL's programs: no PGPORT and no language of the person who starts may
 * change them.
 */
export const serverEnvironment = bareEnvironment();

function bareEnvironment() {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) if (name !== "PATH") delete environment[name];
  return Object.assign(environment, { LC_ALL: "C", TZ: "UTC" });
}

/**
 * The roles' passwords, made at the first start and kept in a file that only its owner may read.
 */
export function passwordsIn(home: Home): Passwords {
  const path = passwordsFileIn(home.folder);
  if (!existsSync(path)) {
    if (existsSync(home.dataFolder)) {
      throw faultOf(
        `${path} is gone, and without it nobody can enter the database in ${home.dataFolder}.`,
        "Put the file back, or start over with --fresh.",
      );
    }
    writePasswords(path);
  }
  const kept = readPasswords(path);
  if (kept) return kept;
  throw faultOf(
    `${path} should hold the database's passwords, and does not.`,
    "Put the right file back, or start over with --fresh.",
  );
}

function readPasswords(path: string): Passwords | undefined {
  try {
    const passwords: Passwords = JSON.parse(readFileSync(path, "utf8"));
    return roles.every((role) => typeof passwords[role] === "string") ? passwords : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writePasswords(path: string): void {
  const text = JSON.stringify(
    Object.fromEntries(roles.map((role) => [role, newPassword()])),
    null,
    2,
  );
  const partial = join(dirname(path), newPartialName());
  writeFileSync(partial, `${text}\n`, { mode: 0o600 });
  try {
    // A link appears whole or not at all, and of two launchers only the first makes it.
    linkSync(partial, path);
  } catch (error) {
    if (!isErrorCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(partial, { force: true });
  }
}

function newPassword(): string {
  return randomBytes(passwordBytes).toString("base64url");
}

/**
 * Makes the data folder when there is none. It gets its name when it is complete, so a half one is
 * never taken.
 */
export async function ensureCluster(
  home: Home,
  binaries: Binaries,
  passwords: Passwords,
  isDurable: boolean,
  report: (step: string) => void,
): Promise<void> {
  for (const path of new Set([home.folder, home.path])) await deleteAbandoned(path);
  if (existsSync(home.dataFolder)) return requireCluster(home);

  report("Making an empty PostgreSQL database");
  const partial = join(home.path, newPartialName());
  try {
    await initialise(home, binaries, partial, passwords.postgres, isDurable);
    renameSync(partial, home.dataFolder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true, maxRetries: 5 });
    // Another launcher finished first; what it made has the same passwords.
    if (!isErrorCode(error, "ENOTEMPTY") && !isErrorCode(error, "EEXIST")) throw error;
  }
}

async function initialise(
  home: Home,
  binaries: Binaries,
  partial: string,
  password: string,
  isDurable: boolean,
): Promise<void> {
  const passwordFile = `${partial}.password`;
  mkdirSync(partial, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  try {
    for (const path of [partial, passwordFile]) handOver(path, home.account);
    const options = [
      `--pgdata=${partial}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The builtin provider sorts the same on every system, and Neon offers it too.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
      ...(isDurable ? [] : ["--no-sync"]),
    ];
    await promisify(execFile)(binaries.initdb, options, {
      ...identityOf(home.account),
      cwd: home.path,
      env: serverEnvironment,
    });
  } catch (cause) {
    throw initialiseProblem(home, cause);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function initialiseProblem(home: Home, cause: unknown): Error {
  const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
  return faultOf(
    `PostgreSQL could not make its data folder in ${home.path} (as user ${home.account.name}):\n` +
      (said === "" ? String(cause) : said),
    "Look whether the disk is full. On Linux the programs need glibc, which Alpine does not have.",
    cause,
  );
}

function requireCluster({ dataFolder }: Home): void {
  if (existsSync(join(dataFolder, "global", "pg_control"))) return;
  throw faultOf(
    `${dataFolder} is there and is no PostgreSQL data folder. Nothing was changed.`,
    "Move it away, or start over with --fresh.",
  );
}

// Left behind by a launcher that was killed while it made a data folder.
async function deleteAbandoned(path: string): Promise<void> {
  for (const name of readdirSync(path)) {
    const makerPid = makerOf(name);
    if (makerPid === undefined || isAlive(makerPid)) continue;
    await deleteFromUnder(join(path, name));
  }
}

// The initdb of a killed launcher may still be at work in it. A file that it removes meanwhile ends
// a forced removal silently, with the rest still there; it gives up itself once its files are gone.
async function deleteFromUnder(path: string): Promise<void> {
  for (let attempt = 1; existsSync(path); attempt += 1) {
    if (attempt > removalAttempts) throw removalProblem(path);
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    await sleep(removalPauseMs);
  }
}

function removalProblem(path: string): Error {
  return faultOf(
    `${path} was left half-made by a launcher that was killed, and something keeps writing there.`,
    `End that program (fuser -v ${path} names it), and try again.`,
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isErrorCode(error, "EPERM");
  }
}
