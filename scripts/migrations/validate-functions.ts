import pg from "pg";
import type { FunctionFile } from "./files.ts";

export type BodyFault = { readonly file: FunctionFile; readonly error: pg.DatabaseError };

// The validators are what CREATE FUNCTION itself calls when check_function_bodies is on. Called by
// hand they do not see the function's own search_path, so it is set first; CASE keeps that order.
const validation = `
  SELECT CASE WHEN set_config('search_path', coalesce(s.path, ''), true) IS NOT NULL THEN
           CASE l.lanname WHEN 'sql' THEN fmgr_sql_validator(p.oid)::text
                          WHEN 'plpgsql' THEN plpgsql_validator(p.oid)::text END
         END
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_language l ON l.oid = p.prolang
    LEFT JOIN LATERAL (
           SELECT substr(c, length('search_path=') + 1) AS path
             FROM unnest(p.proconfig) c WHERE c LIKE 'search\\_path=%') s ON true
   WHERE n.nspname || '.' || p.proname = ANY ($1)`;

/**
 * Parses every body again, now that all functions are there: a syntax error in PL/pgSQL, and a
 * table, column or function that a body in SQL lacks. Must run inside a transaction.
 */
export async function bodyFaultsOf(
  client: pg.Client,
  files: readonly FunctionFile[],
): Promise<BodyFault[]> {
  await client.query("SET LOCAL check_function_bodies = on");
  const names = files.map(({ functionName }) => functionName);
  if ((await validate(client, names)) === undefined) return [];
  const faults: BodyFault[] = [];
  for (const file of files) {
    const error = await validate(client, [file.functionName]);
    if (error !== undefined) faults.push({ file, error });
  }
  return faults;
}

async function validate(
  client: pg.Client,
  names: readonly string[],
): Promise<pg.DatabaseError | undefined> {
  await client.query("SAVEPOINT validation");
  try {
    await client.query(validation, [names]);
    return undefined;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return error;
  } finally {
    // Gives the search_path back as well.
    await client.query("ROLLBACK TO SAVEPOINT validation");
  }
}
