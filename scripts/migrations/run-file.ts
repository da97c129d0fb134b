import pg from "pg";
import { refusal } from "./refusal.ts";
import { statementsOf } from "./sql-text.ts";

/**
 * Runs a file of several statements as one simple query. Postgres gives many faults no position,
 * so the statements that completed are counted to find the one that did not.
 */
export async function runFile(client: pg.Client, text: string): Promise<void> {
  let completed = 0;
  const count = () => {
    completed += 1;
  };
  client.connection.on("commandComplete", count);
  try {
    await client.query(text);
  } catch (error) {
    if (error instanceof pg.DatabaseError) Object.assign(error, { completedStatements: completed });
    throw error;
  } finally {
    client.connection.off("commandComplete", count);
  }
}

/** The refusal of a file that Postgres did not accept: where, what, and what Postgres advises. */
export function failureOf(label: string, text: string, error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError) || isDisconnect(error)) return error;
  return refusal(`${describeFailure(label, text, error)}\nNothing of it was kept.`);
}

export function describeFailure(label: string, text: string, error: pg.DatabaseError): string {
  const offset = offsetOf(text, error);
  const before = text.slice(0, offset).split("\n");
  const line = before.length;
  const column = [...(before.at(-1) ?? "")].length + 1;
  const source = text.split("\n")[line - 1] ?? "";
  return [
    `${label}:${line}:${column} failed (${error.code}): ${error.message}`,
    `    ${source}`,
    `    ${source.slice(0, column - 1).replace(/\S/g, " ")}^`,
    ...remarkOf("detail", error.detail),
    ...remarkOf("hint", error.hint),
    ...remarkOf("context", error.where),
  ].join("\n");
}

function remarkOf(title: string, remark: string | undefined): string[] {
  return remark === undefined ? [] : [`  ${title}: ${remark.replaceAll("\n", "\n    ")}`];
}

function offsetOf(text: string, error: pg.DatabaseError): number {
  if (error.position !== undefined) return offsetOfCharacter(text, Number(error.position));
  const statement = statementsOf(text)[completedStatementsOf(error)]?.start ?? 0;
  const inner = error.internalQuery;
  const body = inner === undefined || inner === "" ? -1 : text.indexOf(inner, statement);
  if (inner === undefined || body < 0) return statement;
  return body + offsetOfCharacter(inner, Number(error.internalPosition ?? 1));
}

// Postgres counts characters from one, JavaScript counts UTF-16 units from zero.
function offsetOfCharacter(text: string, position: number): number {
  return [...text].slice(0, position - 1).join("").length;
}

function completedStatementsOf(error: pg.DatabaseError): number {
  return "completedStatements" in error ? Number(error.completedStatements) : 0;
}

// The server went away: the fault is not in the file.
function isDisconnect(error: pg.DatabaseError): boolean {
  return /^(08|57P)/.test(error.code ?? "");
}
