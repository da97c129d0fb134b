import { z } from "zod";
import { answered, type Database } from "../platform/database.ts";
import { type Command, type Reply, replySchema } from "./command.ts";

export type BatchDeps = { readonly database: Database };

// Postgres gives up after 14 s; whoever has heard nothing by then will hear nothing any more, and asks again.
const deadlineMs = 20_000;

const repliesSchema = z.array(replySchema);

/** Applies a batch in one round trip. Every command has its own reply; sent again, the batch answers the same. */
export async function applyBatch(
  deps: BatchDeps,
  lane: number,
  commands: readonly Command[],
): Promise<Reply[]> {
  return runBatch(deps.database, "transactions.apply", lane, commands);
}

/** Answers what a batch would answer, and writes nothing. */
export async function rehearseBatch(
  deps: BatchDeps,
  lane: number,
  commands: readonly Command[],
): Promise<Reply[]> {
  return runBatch(deps.database, "transactions.rehearse", lane, commands);
}

async function runBatch(
  database: Database,
  name: "transactions.apply" | "transactions.rehearse",
  lane: number,
  commands: readonly Command[],
): Promise<Reply[]> {
  const numbered = commands.map((command, index) => ({ n: index + 1, ...command }));
  const rows = await answered(
    database.sql.query(
      `select ${name}($1::integer, $2::jsonb) as replies`,
      [lane, JSON.stringify(numbered)],
      { fetchOptions: { signal: AbortSignal.timeout(deadlineMs) } },
    ),
  );
  const replies = repliesSchema.parse(rows[0]?.replies);
  if (replies.length !== commands.length) {
    throw new Error(`${replies.length} replies to ${commands.length} commands.`);
  }
  return replies;
}
