// What is called how in the folder that holds a database.
import { randomBytes } from "node:crypto";
import { join } from "node:path";

export const binariesPrefix = "postgres-binaries-";
export const noteName = "postgres.location";

export function dataFolderIn(home: string): string {
  return join(home, "postgres");
}

export function passwordsFileIn(folder: string): string {
  return join(folder, "postgres.passwords.json");
}

export function logFileIn(folder: string): string {
  return join(folder, "postgres.log");
}

/** A new name for something half-made, which says whose work it is. */
export function newPartialName(): string {
  return `postgres.partial-${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** The process that made what has this name, when the name is one of something half-made. */
export function makerOf(name: string): number | undefined {
  const pid = /^postgres\.partial-(\d+)-/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}
