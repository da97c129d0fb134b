import { withOwner } from "./connection.ts";
import { readMigrations } from "./files.ts";
import { type FileState, type FunctionState, inspect } from "./inspection.ts";
import { defaultFolder, type MigrationOptions } from "./options.ts";

export type MigrationStatus = {
  readonly files: readonly FileState[];
  readonly functions: readonly FunctionState[];
  /** What is wrong with the files themselves. */
  readonly faults: readonly string[];
  /** One line that says it all. */
  readonly summary: string;
};

/** Says what is applied and what is not; changes nothing. */
export async function migrationStatus(
  ownerUrl: string,
  options: MigrationOptions = {},
): Promise<MigrationStatus> {
  const folder = readMigrations(options.folder ?? defaultFolder);
  const { files, functions } = await withOwner(ownerUrl, (client) => inspect(client, folder));
  const summary = `${summaryOf("file", files)}; ${summaryOf("function", functions)}.`;
  return { files, functions, faults: folder.faults, summary };
}

function summaryOf(noun: string, entries: readonly { readonly state: string }[]): string {
  const counts = new Map<string, number>();
  for (const { state } of entries) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${count} ${state}`);
  const total = `${entries.length} ${noun}${entries.length === 1 ? "" : "s"}`;
  return parts.length === 0 ? total : `${total}: ${parts.join(", ")}`;
}
