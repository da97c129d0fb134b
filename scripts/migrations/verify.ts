import type pg from "pg";
import { withOwner } from "./connection.ts";
import { type FunctionFile, readMigrations } from "./files.ts";
import { type FunctionState, historyFaultsOf, inspect } from "./inspection.ts";
import { defaultFolder, type MigrationOptions } from "./options.ts";
import { definerFaultsOf, roleFaultsOf } from "./rights.ts";
import { describeFailure } from "./run-file.ts";
import { bodyFaultsOf } from "./validate-functions.ts";

export type Verification = {
  /** Empty when the database is what the files say and nobody may do more than he should. */
  readonly deviations: readonly string[];
};

export type VerifyOptions = MigrationOptions & {
  /** The tables that the application role may change; appTableRights when absent. */
  readonly appTableRights?: Readonly<Record<string, readonly string[]>>;
};

const explanations: Readonly<Record<FunctionState["state"], string>> = {
  current: "",
  pending: "was never applied: run npm run migrate -- up.",
  changed: "was edited since it was applied: run npm run migrate -- up.",
  missing: "is gone from the database: run npm run migrate -- up to restore it.",
  altered: "was altered by hand in the database: run npm run migrate -- up to restore it.",
  removed: "has no file any more: run npm run migrate -- up to drop it.",
  stray: "is in the database and no file defines it: drop it, or write its file.",
};

/** Lists every deviation of the database from the files; changes nothing. */
export async function verifyMigrations(
  ownerUrl: string,
  options: VerifyOptions = {},
): Promise<Verification> {
  const folder = readMigrations(options.folder ?? defaultFolder);
  const deviations = await withOwner(ownerUrl, async (client) => {
    const inspection = await inspect(client, folder);
    const pending = inspection.files
      .filter(({ state }) => state === "pending")
      .map(({ name }) => `${name} was never applied: run npm run migrate -- up.`);
    const functions = inspection.functions
      .filter(({ state }) => state !== "current")
      .map(({ name, state }) => `The function ${name} ${explanations[state]}`);
    return [
      ...folder.faults,
      ...historyFaultsOf(inspection),
      ...pending,
      ...functions,
      ...(await bodyDeviationsOf(client, folder.functions)),
      ...(await definerFaultsOf(client)),
      ...(await roleFaultsOf(client, options.appTableRights)),
    ];
  });
  return { deviations };
}

async function bodyDeviationsOf(
  client: pg.Client,
  files: readonly FunctionFile[],
): Promise<string[]> {
  await client.query("BEGIN READ ONLY");
  const faults = await bodyFaultsOf(client, files);
  await client.query("ROLLBACK");
  return faults.map(({ file, error }) => describeFailure(file.path, file.text, error));
}
