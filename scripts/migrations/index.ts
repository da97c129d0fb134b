import { applyFunctions } from "./apply-functions.ts";
import { applyNumbered } from "./apply-numbered.ts";
import { createBookkeeping } from "./bookkeeping.ts";
import { withOwner } from "./connection.ts";
import { readMigrations } from "./files.ts";
import { historyFaultsOf, inspect } from "./inspection.ts";
import { defaultLockWaitMs, withMigrationLock } from "./lock.ts";
import { defaultFolder, type MigrationOptions } from "./options.ts";
import { refusalOf } from "./refusal.ts";

export { grantAppLogin } from "./app-login.ts";
export type { FileState, FunctionState } from "./inspection.ts";
export type { MigrationOptions } from "./options.ts";
export { isRefusal, refusal } from "./refusal.ts";
export { type MigrationStatus, migrationStatus } from "./status.ts";
export { type Target, targetOf } from "./target.ts";
export { type Verification, verifyMigrations } from "./verify.ts";

export type MigrationReport = {
  readonly files: readonly string[];
  readonly functions: readonly string[];
  readonly dropped: readonly string[];
};

/** Brings the database to what the folder says, or refuses and says why. */
export async function migrateUp(
  ownerUrl: string,
  options: MigrationOptions = {},
): Promise<MigrationReport> {
  const report = options.report ?? (() => undefined);
  const folder = readMigrations(options.folder ?? defaultFolder);
  if (folder.faults.length > 0) throw refusalOf("Nothing was applied:", folder.faults);
  return withOwner(ownerUrl, (client) =>
    withMigrationLock(client, options.lockWaitMs ?? defaultLockWaitMs, report, async () => {
      await createBookkeeping(client);
      const inspection = await inspect(client, folder);
      const faults = historyFaultsOf(inspection);
      if (faults.length > 0) throw refusalOf("Nothing was applied:", faults);

      const pending = folder.numbered.filter(({ name }) => {
        return inspection.files.some((file) => file.name === name && file.state === "pending");
      });
      for (const file of pending) {
        const startedAt = performance.now();
        await applyNumbered(client, file);
        report(`applied ${file.name} in ${Math.round(performance.now() - startedAt)} ms`);
      }

      const { applied, dropped } = await applyFunctions(
        client,
        folder.functions,
        (await inspect(client, folder)).functions,
      );
      for (const name of applied) report(`applied function ${name}`);
      for (const signature of dropped) report(`dropped function ${signature}`);
      return { files: pending.map(({ name }) => name), functions: applied, dropped };
    }),
  );
}
