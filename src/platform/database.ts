import { type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";
import { platformCatalogue, platformProblem } from "./errors.ts";
import type { Intent, Written } from "./intent.ts";
import { type Catalogue, Problem } from "./problem.ts";

/** The way to Postgres. Nothing stays open between calls: each is one HTTP request, and one round trip. */
export type Database = {
  /** Typed reads. */
  readonly tables: NeonHttpDatabase;
  /** Calls of SQL functions. */
  readonly sql: NeonQueryFunction<false, false>;
};

export function openDatabase(url: string, proxyUrl: string): Database {
  // The driver's configuration is global to the isolate, and so is the variable that it comes from.
  if (proxyUrl !== "") neonConfig.fetchEndpoint = () => proxyUrl;
  const sql = neon(url);
  return { tables: drizzle(sql), sql };
}

/** SQLSTATE of platform.refuse: an expected refusal, whose message is a code and whose detail holds its fields. */
const refusalState = "SK001";

// Lock timeouts, deadlocks and serialisation failures: somebody else was in the way, and nothing was done.
const conflictStates = new Set(["40001", "40P01", "55P03"]);

// The server was too slow, shut down, starting up or full. Class 08 says that the connection broke, 28 that the
// password was just changed.
const awayStates = new Set(["57014", "25P04", "57P01", "57P02", "57P03", "53300"]);

/** Runs one write as one SQL function call. A refusal leaves as the problem of that code in the given catalogue. */
export async function runCommand(
  database: Database,
  catalogue: Catalogue,
  name: `${string}.${string}`,
  intent: Intent,
  command: Readonly<Record<string, unknown>>,
): Promise<Written<unknown>> {
  const rows = await answered(
    database.sql.query(`select ${name}($1::jsonb, $2::jsonb) as reply`, [
      JSON.stringify(intent),
      JSON.stringify(command),
    ]),
    catalogue,
  );
  const reply = rows[0]?.reply as { result: unknown; replayed: boolean } | undefined;
  if (!reply) throw new Error(`${name} answered nothing.`);
  return { result: reply.result, isReplayed: reply.replayed };
}

/** Waits for the database and gives its failures their names. */
export async function answered<Value>(
  query: PromiseLike<Value>,
  catalogue: Catalogue = {},
): Promise<Value> {
  try {
    return await query;
  } catch (error) {
    throw failureOf(error, catalogue);
  }
}

function failureOf(error: unknown, catalogue: Catalogue): unknown {
  const cause = databaseErrorOf(error);
  if (!cause) return error;
  if (cause.code === refusalState) return refusalOf(cause, catalogue) ?? error;

  if (conflictStates.has(cause.code ?? "")) {
    return causedBy(
      cause,
      "concurrent_request",
      "Another request was in the way; nothing was done. Send it again.",
    );
  }
  if (cause.code === undefined || awayStates.has(cause.code) || /^(08|28)/.test(cause.code)) {
    return causedBy(
      cause,
      "database_unavailable",
      "The database did not answer. Send the same request again with the same Idempotency-Key.",
    );
  }
  return error;
}

/** A problem that passes by itself, with what caused it for the log. */
function causedBy(
  cause: Error,
  code: "concurrent_request" | "database_unavailable",
  detail: string,
): Problem {
  return Object.assign(platformProblem(code, detail, {}, { "Retry-After": "1" }), { cause });
}

function refusalOf(cause: DatabaseError, catalogue: Catalogue): Problem | undefined {
  const known: Catalogue = { ...platformCatalogue, ...catalogue };
  const entry = known[cause.message];
  return (
    entry && new Problem(cause.message, entry, entry.meaning, JSON.parse(cause.detail ?? "{}"))
  );
}

export type DatabaseError = Error & {
  readonly code?: string;
  readonly detail?: string;
  readonly constraint?: string;
};

/** The driver's own error, which drizzle wraps in one whose message shows the parameters. */
export function databaseErrorOf(error: unknown): DatabaseError | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "NeonDbError") return error;
  return error.cause === undefined ? undefined : databaseErrorOf(error.cause);
}
