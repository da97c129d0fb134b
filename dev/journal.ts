// The launcher's own log, for what is not worth a line on the screen.
import { appendFileSync, existsSync, renameSync } from "node:fs";
import { join } from "node:path";

export type Journal = { readonly path: string; write(line: string): void };

export function createJournal(stateFolder: string): Journal {
  const path = join(stateFolder, "logs", "launcher.log");
  if (existsSync(path)) renameSync(path, path.replace(/\.log$/, ".previous.log"));
  return {
    path,
    write: (line) => appendFileSync(path, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 }),
  };
}
