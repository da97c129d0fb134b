import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faultOf } from "../fault.ts";
import { type Account, accountFor, mayAccess } from "./account.ts";
import {
  binariesPrefix,
  dataFolderIn,
  logFileIn,
  makerOf,
  noteName,
  passwordsFileIn,
} from "./names.ts";
import { serverProcesses } from "./processes.ts";

/** Where everything is, and who may touch it. */
export type Home = {
  /** What the caller gave: passwords, log and the note are here. */
  readonly folder: string;
  /**
   * Where PostgreSQL itself works: the folder, or a place outside when the account cannot enter the
   * folder.
   */
  readonly path: string;
  readonly dataFolder: string;
  readonly account: Account;
};

type Note = {
  readonly folder: string;
  readonly home: string;
  /** A test's cluster. Tests delete their folder and know nothing of a place outside it. */
  readonly isThrowaway: boolean;
};

const outsideParent = "/var/lib/saku";
const outsidePrefix = "saku-postgres-";

/** Finds the place of this folder's data, or chooses one when there is none yet. */
export function settleHome(
  givenFolder: string,
  isDurable: boolean,
  report: (step: string) => void,
): Home {
  const folder = makeFolder(givenFolder);
  const path = homeOf(folder, report);
  const account = accountFor(ownerOf(dataFolderIn(path)));
  const home = { folder, path, dataFolder: dataFolderIn(path), account };
  requireOwner(home);
  if (mayAccess(account, "x", [path])) return home;
  if (path === folder && !existsSync(home.dataFolder)) return moveOutside(home, !isDurable);
  throw faultOf(
    `PostgreSQL runs as ${account.name}, who can no longer enter ${path}, where the data is.`,
    "Open the way for that user (chmod o+x on the folders above), or start over with --fresh.",
  );
}

/** The place of this folder's data without choosing a new one, for who only wants to delete. */
export function findHome(
  givenFolder: string,
): Pick<Home, "folder" | "path" | "dataFolder"> | undefined {
  if (!existsSync(givenFolder)) return undefined;
  const folder = realpathSync(givenFolder);
  const path = homeOf(folder, () => {});
  return { folder, path, dataFolder: dataFolderIn(path) };
}

/**
 * Deletes what PostgreSQL keeps, by name: a folder may hold other things, and a note may be wrong.
 */
export function deleteHome({ folder, path }: Pick<Home, "folder" | "path">): void {
  try {
    deleteOwnIn(path);
    if (path !== folder && existsSync(path) && readdirSync(path).length === 0) rmdirSync(path);
    // The note goes last, because without it an interrupted deletion could not be taken up again.
    deleteOwnIn(folder);
  } catch (cause) {
    throw faultOf(
      `The database in ${path} could not be deleted: ${cause instanceof Error ? cause.message : cause}.`,
      "Start over as the user who made it, or as root.",
      cause,
    );
  }
}

function deleteOwnIn(path: string): void {
  for (const name of existsSync(path) ? readdirSync(path) : []) {
    const isOurs = makerOf(name) !== undefined || name.startsWith(binariesPrefix);
    if (isOurs) deleteTree(join(path, name));
  }
  deleteTree(dataFolderIn(path));
  for (const file of [passwordsFileIn(path), logFileIn(path), join(path, noteName)]) {
    rmSync(file, { force: true });
  }
}

function deleteTree(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

function makeFolder(givenFolder: string): string {
  try {
    mkdirSync(givenFolder, { recursive: true });
    accessSync(givenFolder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw faultOf(
      `The database's folder ${givenFolder} cannot be written by you.`,
      `Take it over (sudo chown -R "$(id -un)" '${givenFolder}'), or choose another folder.`,
      cause,
    );
  }
  return realpathSync(givenFolder);
}

function homeOf(folder: string, report: (step: string) => void): string {
  const note = noteIn(folder);
  if (!note) return folder;
  if (!existsSync(note.home)) {
    report(`The data in ${note.home} is gone, so the database starts empty`);
    return folder;
  }
  if (note.folder === folder) return note.home;

  // The folder was moved or copied with its note. A copy must not share the original's data.
  if (existsSync(note.folder)) {
    report(
      `This is a copy of ${note.folder}, whose data stays there; the database here starts empty`,
    );
    rmSync(join(folder, noteName));
    return folder;
  }
  writeNotes({ ...note, folder });
  return note.home;
}

function moveOutside(home: Home, isThrowaway: boolean): Home {
  const parent = outsideParentOf();
  sweepThrowaways(parent);
  const path = mkdtempSync(join(parent, outsidePrefix));
  chmodSync(path, 0o755);
  writeNotes({ folder: home.folder, home: path, isThrowaway });
  if (!mayAccess(home.account, "x", [path])) {
    throw faultOf(
      `PostgreSQL runs as ${home.account.name}, who can enter neither ${home.folder} nor ${path}.`,
      "Start as an ordinary user, or from a folder that everybody can enter.",
    );
  }
  return { ...home, path, dataFolder: dataFolderIn(path) };
}

/** Deletes the data of tests whose folder is gone. */
function sweepThrowaways(parent: string): void {
  for (const name of readdirSync(parent).filter((name) => name.startsWith(outsidePrefix))) {
    const path = join(parent, name);
    const note = readNote(path);
    if (!note?.isThrowaway || existsSync(note.folder)) continue;
    if (serverProcesses(dataFolderIn(path)).length === 0) deleteTree(path);
  }
}

function outsideParentOf(): string {
  try {
    mkdirSync(outsideParent, { recursive: true });
    chmodSync(outsideParent, 0o755);
    accessSync(outsideParent, constants.W_OK);
    return outsideParent;
  } catch {
    return tmpdir();
  }
}

// Both ends name each other, so that a person who finds one finds the other.
function writeNotes(note: Note): void {
  const text = `${JSON.stringify(note, null, 2)}\n`;
  writeFileSync(join(note.home, noteName), text);
  writeFileSync(join(note.folder, noteName), text);
}

function noteIn(folder: string): Note | undefined {
  const note = readNote(folder);
  const path = join(folder, noteName);
  if (note || !existsSync(path)) return note;
  throw faultOf(
    `${path} should say where the database's data is, and cannot be understood.`,
    `Look in ${outsideParent} for the folder whose own ${noteName} names ${folder}, or delete the file to start over.`,
  );
}

function readNote(folder: string): Note | undefined {
  try {
    const {
      folder: of,
      home,
      isThrowaway,
    } = JSON.parse(readFileSync(join(folder, noteName), "utf8"));
    const isWhole = typeof of === "string" && typeof home === "string";
    return isWhole ? { folder: of, home, isThrowaway: isThrowaway === true } : undefined;
  } catch {
    return undefined;
  }
}

/** PostgreSQL opens data for its owner only, and so do the system's signals. */
function requireOwner({ folder, path, dataFolder, account }: Home): void {
  const owner = ownerOf(dataFolder);
  if (owner === undefined || owner === account.uid) return;
  const places = [...new Set([folder, path])].map((place) => `'${place}'`).join(" ");
  throw faultOf(
    `The database in ${dataFolder} belongs to user number ${owner}, and only its owner can run it.`,
    `Start as that user or as root, or stop it and take it over: sudo chown -R ${account.name} ${places}`,
  );
}

function ownerOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.uid;
}
