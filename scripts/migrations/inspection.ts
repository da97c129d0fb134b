import type pg from "pg";
import { type AppliedFile, type AppliedFunction, readBookkeeping } from "./bookkeeping.ts";
import { type LiveFunction, readFunctionsOf } from "./catalogue.ts";
import type { FunctionFile, MigrationFolder, NumberedFile } from "./files.ts";

export type FileState = {
  readonly name: string;
  readonly state: "applied" | "pending" | "edited" | "missing" | "late";
  readonly appliedAt?: Date;
};

export type FunctionState = {
  readonly name: string;
  readonly path: string;
  readonly state: "current" | "pending" | "changed" | "missing" | "altered" | "removed" | "stray";
  readonly appliedAt?: Date;
};

/** The folder beside the database: what stands where, and what does not agree. */
export type Inspection = {
  readonly files: readonly FileState[];
  readonly functions: readonly FunctionState[];
};

export async function inspect(client: pg.Client, folder: MigrationFolder): Promise<Inspection> {
  const applied = await readBookkeeping(client);
  const live = await readFunctionsOf(client);
  return {
    files: fileStatesOf(folder.numbered, applied.files),
    functions: functionStatesOf(folder.functions, applied.functions, live),
  };
}

function fileStatesOf(
  files: readonly NumberedFile[],
  applied: readonly AppliedFile[],
): FileState[] {
  const newestApplied = applied.at(-1)?.name ?? "";
  const known = files.map(({ name, checksum }): FileState => {
    const row = applied.find((candidate) => candidate.name === name);
    if (row === undefined) return { name, state: name < newestApplied ? "late" : "pending" };
    const state = row.checksum === checksum ? "applied" : "edited";
    return { name, state, appliedAt: row.appliedAt };
  });
  const missing = applied
    .filter(({ name }) => !files.some((file) => file.name === name))
    .map(({ name, appliedAt }): FileState => ({ name, state: "missing", appliedAt }));
  return [...known, ...missing].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function functionStatesOf(
  files: readonly FunctionFile[],
  applied: readonly AppliedFunction[],
  live: readonly LiveFunction[],
): FunctionState[] {
  const known = files.map((file): FunctionState => {
    const { path, functionName: name } = file;
    const row = applied.find((candidate) => candidate.path === path);
    if (row === undefined) return { name, path, state: "pending" };
    const state = functionStateOf(file, row, live);
    return { name, path, state, appliedAt: row.appliedAt };
  });
  const removed = applied
    .filter(({ path }) => !files.some((file) => file.path === path))
    .map(({ path, appliedAt }): FunctionState => {
      return { name: functionNameOf(path), path, state: "removed", appliedAt };
    });
  const names = new Set([...known, ...removed].map(({ name }) => name));
  const strays = live
    .filter(({ name }) => !names.has(name))
    .map(({ signature }): FunctionState => ({ name: signature, path: "", state: "stray" }));
  return [...known, ...removed, ...strays];
}

function functionStateOf(
  file: FunctionFile,
  row: AppliedFunction,
  live: readonly LiveFunction[],
): FunctionState["state"] {
  const found = live.filter(({ name }) => name === file.functionName);
  if (found.length === 0) return "missing";
  if (row.checksum !== file.checksum) return "changed";
  // A second function of the name, with other arguments, is a change by hand as well.
  return found.length === 1 && found[0]?.definitionHash === row.definitionHash
    ? "current"
    : "altered";
}

function functionNameOf(path: string): string {
  return path
    .replace(/^functions\//, "")
    .replace(/\.sql$/, "")
    .replace("/", ".");
}

/** What no migration may run over: the past of the database and the folder disagree. */
export function historyFaultsOf({ files }: Inspection): string[] {
  const newestApplied = files.filter(({ appliedAt }) => appliedAt !== undefined).at(-1)?.name;
  return files.flatMap(({ name, state }) => {
    if (state === "edited") {
      return [`${name} was edited after it was applied: restore it and write a new migration.`];
    }
    if (state === "missing") return [`${name} was applied, and the file is gone: restore it.`];
    if (state === "late") {
      return [`${name} is new, but ${newestApplied} was applied already: give it the next number.`];
    }
    return [];
  });
}
