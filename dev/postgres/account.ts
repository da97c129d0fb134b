import { spawnSync } from "node:child_process";
import { chownSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { faultOf } from "../fault.ts";

/** The operating system's user that PostgreSQL runs as. */
export type Account = {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** False when the launcher runs as this very user, so nothing has to be handed over. */
  readonly isAnother: boolean;
};

const candidates = ["postgres", "nobody"];

/**
 * PostgreSQL refuses to run as root, so root lends the work to a user that exists already. Data
 * that is there decides first: only its owner can open it.
 */
export function accountFor(dataOwner: number | undefined): Account {
  const { uid, gid, username } = userInfo();
  if (uid !== 0) return { name: username, uid, gid, isAnother: false };

  const known = knownAccounts();
  if (dataOwner !== undefined && dataOwner !== 0) {
    const owner = known.find((account) => account.uid === dataOwner);
    if (owner) return owner;
    throw faultOf(
      `The database's data belongs to user number ${dataOwner}, which /etc/passwd does not know.`,
      "Start as that user, or start over with --fresh.",
    );
  }
  const chosen = accountOfSudo(known) ?? firstOf(known);
  if (chosen) return chosen;
  throw faultOf(
    "PostgreSQL does not run as root, and /etc/passwd has neither postgres nor nobody to run it instead.",
    "Start as an ordinary user.",
  );
}

/** What to give to a child process so that it runs as the account. */
export function identityOf(account: Account): { uid?: number; gid?: number } {
  // A spawn takes signed numbers, while macOS counts its nobody from the top of the unsigned ones.
  return account.isAnother ? { uid: account.uid | 0, gid: account.gid | 0 } : {};
}

export function handOver(path: string, account: Account): void {
  if (account.isAnother) chownSync(path, account.uid, account.gid);
}

/**
 * Tells whether the account may do what `access` says ("r", "w", "x") with each path. The system is
 * asked as that account, because mode bits alone miss access lists and mounts without execution.
 */
export function mayAccess(account: Account, access: string, paths: readonly string[]): boolean {
  const script = `for path in "$@"; do test -${access} "$path" || exit 1; done`;
  const { status, error } = spawnSync("/bin/sh", ["-c", script, "sh", ...paths], {
    ...identityOf(account),
    cwd: "/",
    stdio: "ignore",
  });
  if (error) {
    throw faultOf(
      `PostgreSQL does not run as root, and running as ${account.name} failed: ${error.message}.`,
      "Start as an ordinary user.",
      error,
    );
  }
  return status === 0;
}

function accountOfSudo(known: readonly Account[]): Account | undefined {
  const uid = Number(process.env.SUDO_UID ?? 0);
  if (!Number.isInteger(uid) || uid === 0) return undefined;
  const listed = known.find((account) => account.uid === uid);
  if (listed || process.platform !== "darwin") return listed;

  // People's accounts on macOS are in its directory service and not in /etc/passwd.
  const gid = Number(process.env.SUDO_GID ?? 20);
  return { name: process.env.SUDO_USER ?? String(uid), uid, gid, isAnother: true };
}

function firstOf(known: readonly Account[]): Account | undefined {
  return candidates
    .map((name) => known.find((account) => account.name === name))
    .find((account) => account !== undefined);
}

function knownAccounts(): Account[] {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(":"))
    .map(([name = "", , uid, gid]) => ({
      name,
      uid: Number(uid) >>> 0,
      gid: Number(gid) >>> 0,
      isAnother: true,
    }))
    .filter(({ uid }) => uid !== 0);
}
