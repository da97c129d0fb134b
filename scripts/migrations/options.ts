import { join } from "node:path";

export const defaultFolder = join(import.meta.dirname, "../../migrations");

export type MigrationOptions = {
  /** The folder of the numbered files; the repository's own when absent. */
  readonly folder?: string;
  /** Takes a line for each thing that was done. */
  readonly report?: (line: string) => void;
  /** How long another migration of the same database is waited for. */
  readonly lockWaitMs?: number;
};
