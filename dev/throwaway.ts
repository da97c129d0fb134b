import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A folder for a cluster that nobody will miss. It is open to PostgreSQL's own user, so that root's cluster stays inside
 * it and goes with it, instead of being put where nobody looks for it.
 */
export function makeThrowawayFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `saku-${purpose}-`));
  chmodSync(folder, 0o755);
  return folder;
}
