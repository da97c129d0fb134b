// What the client asks for: the headers and the body of POST /sql.

import type { IncomingHttpHeaders } from "node:http";
import type { Login } from "./handshake.ts";
import type { Statement } from "./messages.ts";
import { parametersOf } from "./parameters.ts";
import { refusalOf } from "./refusal.ts";
import type { RowMode } from "./result.ts";

/** A single statement runs by itself; a batch is one transaction. */
export type SqlRequest = {
  readonly isBatch: boolean;
  readonly statements: readonly Statement[];
  readonly modes: readonly RowMode[];
};

const isolationLevels: ReadonlyMap<string, string> = new Map([
  ["Serializable", "SERIALIZABLE"],
  ["ReadUncommitted", "READ UNCOMMITTED"],
  ["ReadCommitted", "READ COMMITTED"],
  ["RepeatableRead", "REPEATABLE READ"],
]);

/** Who asks, by the connection string. Its host and port are left out: the proxy has one database. */
export function loginOf(headers: IncomingHttpHeaders): Login {
  const url = connectionUrlOf(headers["neon-connection-string"]);
  const user = decode(url.username);
  if (!user) throw refusalOf(400, "missing username");
  if (headers.authorization !== undefined || !url.password) {
    throw refusalOf(400, "missing authentication credentials: required password");
  }
  const database = decode(url.pathname.split("/")[1] ?? "");
  return {
    password: decode(url.password),
    parameters: new Map([
      ["user", user],
      ["database", database],
      ["client_encoding", "UTF8"],
    ]),
  };
}

/** A percent sign that encodes nothing stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function connectionUrlOf(header: string | string[] | undefined): URL {
  if (typeof header !== "string") throw refusalOf(400, "invalid header: neon-connection-string");
  if (!URL.canParse(header)) {
    throw refusalOf(400, "invalid connection string: relative URL without a base");
  }
  const url = new URL(header);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") {
    throw refusalOf(400, "incorrect scheme");
  }
  return url;
}

/** The statement that opens a batch's transaction in the modes that the headers ask for. */
export function beginOf(headers: IncomingHttpHeaders): Statement {
  const modes: string[] = [];
  const isolation = headers["neon-batch-isolation-level"];
  if (isolation !== undefined) {
    const level = isolationLevels.get(String(isolation));
    if (!level) throw refusalOf(400, "invalid isolation level");
    modes.push(`ISOLATION LEVEL ${level}`);
  }
  if (headers["neon-batch-read-only"] === "true") modes.push("READ ONLY");
  if (headers["neon-batch-deferrable"] === "true") modes.push("DEFERRABLE");
  return { query: `START TRANSACTION ${modes.join(", ")}`, parameters: [] };
}

/** The headers of a batch's response repeat the modes that were asked for. */
export function batchEchoOf(headers: IncomingHttpHeaders): Record<string, string> {
  const echo: Record<string, string> = {};
  for (const name of ["neon-batch-read-only", "neon-batch-deferrable"]) {
    if (headers[name] === "true") echo[name] = "true";
  }
  const isolation = headers["neon-batch-isolation-level"];
  if (typeof isolation === "string") echo["neon-batch-isolation-level"] = isolation;
  return echo;
}

export function sqlRequestOf(body: Buffer, headers: IncomingHttpHeaders): SqlRequest {
  const payload = payloadOf(body.toString("utf8"));
  const queries = isSingle(payload) ? [payload] : queriesOf(payload);
  return {
    isBatch: !isSingle(payload),
    statements: queries.map(statementOf),
    modes: queries.map(({ arrayMode }) => ({
      isArray: arrayMode ?? headers["neon-array-mode"] === "true",
      isRawText: headers["neon-raw-text-output"] === "true",
    })),
  };
}

type Query = { readonly query: string; readonly params?: unknown[]; readonly arrayMode?: boolean };

function isSingle(payload: unknown): payload is Query {
  if (typeof payload !== "object" || payload === null || !("query" in payload)) return false;
  if (typeof payload.query !== "string") return false;
  if ("params" in payload && !Array.isArray(payload.params)) return false;
  const arrayMode = "arrayMode" in payload ? (payload.arrayMode ?? true) : true;
  return typeof arrayMode === "boolean";
}

function queriesOf(payload: unknown): Query[] {
  if (typeof payload === "object" && payload !== null && "queries" in payload) {
    const { queries } = payload;
    if (Array.isArray(queries) && queries.every(isSingle)) return queries;
  }
  throw unreadable("data did not match any variant of untagged enum Payload");
}

function statementOf({ query, params = [] }: Query): Statement {
  if (query.includes("\0")) {
    throw refusalOf(400, "error encoding message to server: string contains embedded null");
  }
  return { query, parameters: parametersOf(params) };
}

function payloadOf(text: string): unknown {
  try {
    return longNumber.test(text) ? JSON.parse(text, keepLongNumber) : JSON.parse(text);
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
}

function unreadable(reason: string): Error {
  return refusalOf(400, `could not parse the HTTP request body: ${reason}`);
}

// Standard since ES2025, and missing from the library types.
const { rawJSON } = JSON as JSON & { rawJSON(text: string): object };

// A double holds fifteen digits exactly; a number that is longer keeps the text that it came in.
const longNumber = /[:[,]\s*-?[\d.eE+-]{16}/;

function keepLongNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined || source.length < 16) return value;
  return rawJSON(source);
}
