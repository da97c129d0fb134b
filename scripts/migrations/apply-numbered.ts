import pg from "pg";
import { recordFile } from "./bookkeeping.ts";
import { resetSession } from "./connection.ts";
import type { NumberedFile } from "./files.ts";
import { failureOf, runFile } from "./run-file.ts";

const attemptsAtMost = 5;

/** Applies one file and its bookkeeping row, both or neither. */
export async function applyNumbered(client: pg.Client, file: NumberedFile): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await applyOnce(client, file);
      return;
    } catch (error) {
      if (attempt < attemptsAtMost && isRoleRace(error)) continue;
      throw failureOf(file.name, file.text, error);
    }
  }
}

async function applyOnce(client: pg.Client, file: NumberedFile): Promise<void> {
  await resetSession(client);
  await client.query("BEGIN");
  try {
    await runFile(client, file.text);
    await client.query("RESET ROLE");
    await recordFile(client, file.name, file.checksum);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    await resetSession(client).catch(() => undefined);
  }
}

// Roles belong to the cluster and the migration lock to one database: when two databases are migrated
// at once, both may find that a role is missing, or alter the same one. The loser tries again.
function isRoleRace(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  const isSameRole = error.code === "23505" && error.constraint === "pg_authid_rolname_index";
  return isSameRole || (error.code === "XX000" && error.message.startsWith("tuple concurrently"));
}
