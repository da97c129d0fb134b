import pg from "pg";
import { forgetFunctions, recordFunctions } from "./bookkeeping.ts";
import { type LiveFunction, readFunctionsOf } from "./catalogue.ts";
import { resetSession } from "./connection.ts";
import type { FunctionFile } from "./files.ts";
import type { FunctionState } from "./inspection.ts";
import { refusal, refusalOf } from "./refusal.ts";
import { definerFaultsOf } from "./rights.ts";
import { describeFailure, failureOf, runFile } from "./run-file.ts";
import { bodyFaultsOf } from "./validate-functions.ts";

export type FunctionReport = {
  readonly applied: readonly string[];
  readonly dropped: readonly string[];
};

// What the function is named after is not there yet: another file of this run may bring it.
const undefinedFunction = "42883";
// CREATE OR REPLACE cannot change a result type, or the name of an argument.
const invalidDefinition = "42P13";
const dependentObjects = "2BP01";

/**
 * Brings the functions to what their files say, in one transaction: the application sees all the
 * old ones or all the new ones. The checks at the end also cover the functions that did not change,
 * because a numbered file may have taken a table from under them.
 */
export async function applyFunctions(
  client: pg.Client,
  files: readonly FunctionFile[],
  states: readonly FunctionState[],
): Promise<FunctionReport> {
  const changed = files.filter((file) => stateOf(states, file) !== "current");
  const removed = states.filter(({ state }) => state === "removed");
  await client.query("BEGIN; SET LOCAL check_function_bodies = off");
  try {
    await startFromNoGrants(client, changed);
    const before = await readFunctionsOf(client);
    await applyInRounds(client, changed);
    const dropped = await dropStale(client, before, changed, removed);
    await refuseFaults(client, files);
    await record(client, changed, removed);
    await client.query("COMMIT");
    return { applied: changed.map(({ functionName }) => functionName), dropped };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    await resetSession(client).catch(() => undefined);
  }
}

function stateOf(states: readonly FunctionState[], file: FunctionFile): FunctionState["state"] {
  return states.find(({ path }) => path === file.path)?.state ?? "pending";
}

/**
 * CREATE OR REPLACE keeps the grants of the function that it replaces, also those that a hand gave or
 * the file has dropped. So every function starts with its owner's right alone, old or new.
 */
async function startFromNoGrants(
  client: pg.Client,
  changed: readonly FunctionFile[],
): Promise<void> {
  await client.query("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC");
  const { rows } = await client.query<{ statement: string }>(
    `SELECT DISTINCT format('REVOKE ALL ON ROUTINE %s FROM %s', p.oid::regprocedure,
              CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
              AS statement
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
            aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      WHERE n.nspname || '.' || p.proname = ANY ($1)
        AND p.prokind IN ('f', 'p') AND a.grantee <> p.proowner`,
    [changed.map(({ functionName }) => functionName)],
  );
  if (rows.length > 0) await client.query(rows.map(({ statement }) => statement).join(";"));
}

/** Applies what can be applied, then what needed that, until nothing is left or nothing moves. */
async function applyInRounds(client: pg.Client, files: readonly FunctionFile[]): Promise<void> {
  let waiting = files;
  while (waiting.length > 0) {
    const failed: { file: FunctionFile; error: unknown }[] = [];
    for (const file of waiting) {
      const error = await applyOne(client, file);
      if (error !== undefined) failed.push({ file, error });
    }
    const [first] = failed;
    if (first !== undefined && failed.length === waiting.length) {
      throw failureOf(first.file.path, first.file.text, first.error);
    }
    waiting = failed.map(({ file }) => file);
  }
}

/** Returns the fault of a file that has to wait for another; every other fault is thrown. */
async function applyOne(client: pg.Client, file: FunctionFile): Promise<unknown> {
  const error = await attempt(client, file.text);
  if (error === undefined || codeOf(error) === undefinedFunction) return error;
  if (codeOf(error) !== invalidDefinition) throw failureOf(file.path, file.text, error);
  const old = (await readFunctionsOf(client)).filter(({ name }) => name === file.functionName);
  if (old.length === 0) throw failureOf(file.path, file.text, error);
  await drop(client, old);
  const second = await attempt(client, file.text);
  if (second === undefined) return undefined;
  throw failureOf(file.path, file.text, second);
}

async function attempt(client: pg.Client, text: string): Promise<unknown> {
  await client.query("SAVEPOINT file");
  try {
    await runFile(client, text);
    return undefined;
  } catch (error) {
    await client.query("ROLLBACK TO SAVEPOINT file");
    return error;
  }
}

/** Drops the functions whose file is gone, and the old signature of each that has a new one. */
async function dropStale(
  client: pg.Client,
  before: readonly LiveFunction[],
  changed: readonly FunctionFile[],
  removed: readonly FunctionState[],
): Promise<string[]> {
  const changedNames = new Set(changed.map(({ functionName }) => functionName));
  const removedNames = new Set(removed.map(({ name }) => name));
  const untouched = new Set(before.map(({ oid, rowVersion }) => `${oid} ${rowVersion}`));
  const stale = (await readFunctionsOf(client)).filter(({ name, oid, rowVersion }) => {
    const isOldSignature = changedNames.has(name) && untouched.has(`${oid} ${rowVersion}`);
    return isOldSignature || removedNames.has(name);
  });
  await drop(client, stale);
  return stale.map(({ signature }) => signature);
}

async function drop(client: pg.Client, functions: readonly LiveFunction[]): Promise<void> {
  if (functions.length === 0) return;
  const signatures = functions.map(({ signature }) => signature).join(", ");
  try {
    await client.query(`DROP ROUTINE ${signatures}`);
  } catch (error) {
    if (codeOf(error) !== dependentObjects || !(error instanceof pg.DatabaseError)) throw error;
    throw refusal(
      `${signatures} has to be dropped, and cannot be: ${error.detail}\n  Drop what depends on it in a new numbered migration, or change its file in the same run.`,
    );
  }
}

async function refuseFaults(client: pg.Client, files: readonly FunctionFile[]): Promise<void> {
  const bodies = await bodyFaultsOf(client, files);
  const bodyFaults = bodies.map(({ file, error }) => describeFailure(file.path, file.text, error));
  const faults = [...bodyFaults, ...(await definerFaultsOf(client))];
  if (faults.length > 0) throw refusalOf("The functions are refused, and none was kept:", faults);
}

async function record(
  client: pg.Client,
  changed: readonly FunctionFile[],
  removed: readonly FunctionState[],
): Promise<void> {
  const live = await readFunctionsOf(client);
  const rows = changed.map(({ path, checksum, functionName }) => {
    const definitionHash = live.find(({ name }) => name === functionName)?.definitionHash;
    if (definitionHash === undefined) throw refusal(`${path} did not create ${functionName}.`);
    return { path, checksum, definitionHash };
  });
  if (rows.length > 0) await recordFunctions(client, rows);
  if (removed.length > 0) {
    await forgetFunctions(
      client,
      removed.map(({ path }) => path),
    );
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}
