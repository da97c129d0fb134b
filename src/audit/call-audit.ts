import { answered, type Database } from "../platform/database.ts";

/** Calls one of the functions that this module has, or may use: one round trip. */
export async function callAudit(
  database: Database,
  name: `audit.${string}` | "platform.record_job_run",
  values: readonly unknown[] = [],
): Promise<unknown> {
  const places = values.map((_value, index) => `$${index + 1}`).join(", ");
  const [row] = await answered(
    database.sql.query(`select ${name}(${places}) as reply`, [...values]),
  );
  return row?.reply;
}
