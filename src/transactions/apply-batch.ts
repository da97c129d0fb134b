import { answered, type Database } from "../platform/database.ts";
import type { Command, Reply } from "./command.ts";
import { readReply } from "./lane-answer.ts";
import { type PackedUnit, packUnit } from "./packed-unit.ts";

export type BatchDeps = { readonly database: Database };

// Postgres gives up after 14 s; whoever has heard nothing by then will hear nothing any more, and asks again.
const deadlineMs = 20_000;

/** Applies a batch in one round trip. Every command has its own reply; sent again, the batch answers the same. */
export async function applyBatch(
  deps: BatchDeps,
  lane: number,
  units: readonly PackedUnit[],
): Promise<string[]> {
  return runBatch(deps.database, "transactions.apply", lane, units);
}

/** Answers what a command would be answered, and writes nothing. */
export async function rehearse(deps: BatchDeps, lane: number, command: Command): Promise<Reply> {
  const [reply = ""] = await runBatch(deps.database, "transactions.rehearse", lane, [
    packUnit([command]),
  ]);
  return readReply(reply);
}

async function runBatch(
  database: Database,
  name: "transactions.apply" | "transactions.rehearse",
  lane: number,
  units: readonly PackedUnit[],
): Promise<string[]> {
  const rows = await answered(
    database.sql.query(
      `select ${name}($1::integer, $2::jsonb) as replies`,
      [lane, `[${units.map(({ text }) => text).join()}]`],
      { fetchOptions: { signal: AbortSignal.timeout(deadlineMs) } },
    ),
  );
  // One reply a line: JSON has no line break of its own.
  const replies = String(rows[0]?.replies).split("\n");
  const count = units.reduce((sum, { refs }) => sum + refs.length, 0);
  if (replies.length !== count) throw new Error(`${replies.length} replies to ${count} commands.`);
  return replies;
}
