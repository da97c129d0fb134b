import { execFileSync } from "node:child_process";

// The runtime holds the socket of a page by two files, and a stage that is awake opens three of storage.
const filesOfPage = 2;
const filesOfStage = 3;
// For everything else that a Worker holds open.
const otherFiles = 2_000;

/** How many files a process may open here. */
export function allowedFiles(): number {
  const said = execFileSync("sh", ["-c", "ulimit -n"]).toString().trim();
  return said === "unlimited" ? Number.POSITIVE_INFINITY : Number(said);
}

/** What a Worker needs that has so many pages, of so many stages, all of them awake. */
export function filesNeeded(pages: number, stages: number): number {
  return filesOfPage * pages + filesOfStage * stages + otherFiles;
}

/** Among how many Workers pages have to be divided, so that none runs out of files. */
export function workersNeeded(pages: number, stages: number): number {
  const room = Math.max(allowedFiles() - otherFiles, 1);
  return Math.ceil((filesNeeded(pages, stages) - otherFiles) / room);
}
