// What an earlier launcher left behind: processes when it was killed, and the state that --fresh removes.
import { removePostgresData } from "./postgres.ts";
import { endGroup, programsIn } from "./processes.ts";
import { readStackFile, removeStackFile, removeState } from "./state.ts";

const orphanLimitMs = 3000;

/** Ends the Worker of a launcher that was killed. Postgres ends its own orphans when it is opened. */
export async function endOrphans(root: string, stateFolder: string): Promise<void> {
  const worker = readStackFile(stateFolder)?.pids.worker;
  if (worker) await endGroup(worker, programsIn(root), orphanLimitMs);
  removeStackFile(stateFolder);
}

/** Removes the database and everything else that was kept; says what that was. */
export async function startOver(stateFolder: string): Promise<string> {
  await removePostgresData(stateFolder);
  const removed = removeState(stateFolder);
  return `Starting over: removed the database${removed.map((name) => `, ${name}`).join("")} in ${stateFolder}.`;
}
