// What the launcher keeps in the state folder: its secrets, and what is running now.
import { randomBytes } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { faultOf } from "./fault.ts";
import type { ProcessRecord } from "./processes.ts";

export type Secrets = {
  readonly operatorKey: string;
  readonly cursorSecret: string;
  readonly identityPepper: string;
  readonly identityKek: string;
  readonly identityTokenSecret: string;
  readonly sandboxSecret: string;
};

/** `.saku/stack.json`, there while the stack runs; after a crash it names what was left behind. */
export type StackFile = {
  readonly ownerUrl?: string;
  readonly appUrl?: string;
  readonly proxyUrl?: string;
  readonly workerUrl?: string;
  readonly sandboxUrl?: string;
  readonly dataFolder?: string;
  readonly pids: {
    readonly launcher?: ProcessRecord | undefined;
    readonly postgres?: ProcessRecord | undefined;
    readonly worker?: ProcessRecord | undefined;
  };
};

const keyBytes = 24;
const base32Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** Generated once, so that a key someone copied keeps working after a restart. */
export function secretsOf(stateFolder: string): Secrets {
  const path = join(stateFolder, "secrets.json");
  const kept = readJson<Partial<Secrets>>(path);
  const newSecret = () => base32Of(randomBytes(keyBytes));
  const secrets: Secrets = {
    operatorKey: kept?.operatorKey ?? `saku_test_${newSecret()}`,
    cursorSecret: kept?.cursorSecret ?? newSecret(),
    identityPepper: kept?.identityPepper ?? newSecret(),
    identityKek: kept?.identityKek ?? newSecret(),
    identityTokenSecret: kept?.identityTokenSecret ?? newSecret(),
    sandboxSecret: kept?.sandboxSecret ?? newSecret(),
  };
  if (Object.keys(secrets).some((name) => !(name in (kept ?? {})))) {
    writeAtomically(path, JSON.stringify(secrets));
  }
  return secrets;
}

export function stackFilePath(stateFolder: string): string {
  return join(stateFolder, "stack.json");
}

export function readStackFile(stateFolder: string): StackFile | undefined {
  return readJson<StackFile>(stackFilePath(stateFolder));
}

export function writeStackFile(stateFolder: string, stack: StackFile): void {
  writeAtomically(stackFilePath(stateFolder), `${JSON.stringify(stack, null, 2)}\n`);
}

export function removeStackFile(stateFolder: string): void {
  rmSync(stackFilePath(stateFolder), { force: true });
}

/**
 * The folder itself stays open, because Postgres may run in it as another user than this one; each file of ours
 * that holds a key is private by itself.
 */
export function prepareStateFolder(stateFolder: string): void {
  try {
    mkdirSync(join(stateFolder, "logs"), { recursive: true });
    accessSync(join(stateFolder, "logs"), constants.W_OK);
    accessSync(stateFolder, constants.W_OK);
  } catch (error) {
    throw faultOf(
      `The folder ${stateFolder} cannot be written by this user.`,
      "If another user made it, for example root, start as that user or give it away with chown. " +
        "Another folder will do too: SAKU_STATE=/path/to/folder npm start",
      error,
    );
  }
}

/** Removes what the launcher made, by name: the folder may hold what belongs to others. Says what it was. */
export function removeState(stateFolder: string): readonly string[] {
  const names = ["secrets.json", "stack.json", "worker.env", "sandbox.json", "wrangler", "logs"];
  const present = names.filter((name) => existsSync(join(stateFolder, name)));
  for (const name of present) rmSync(join(stateFolder, name), { recursive: true, force: true });
  return present;
}

/** Nobody reads half a file, and nobody else reads it at all. */
export function writeAtomically(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`;
  writePrivately(draft, text);
  renameSync(draft, path);
}

export function writePrivately(path: string, text: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, text, { mode: 0o600, flag: "wx" });
}

function readJson<Shape>(path: string): Shape | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    // A file that somebody truncated says no more than one that is missing.
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function base32Of(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{5}/g) ?? [];
  return groups.map((group) => base32Alphabet[Number.parseInt(group, 2)]).join("");
}
