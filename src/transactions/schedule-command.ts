import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { runCommand } from "../platform/database.ts";
import { intentOf, type WriteRequest } from "../platform/intent.ts";
import type { Command } from "./command.ts";
import type { TransactionsDeps } from "./deps.ts";
import { refusalCatalogue } from "./refusal-of.ts";
import type { Submitted } from "./submitted.ts";
import { transactionOf } from "./transaction.ts";

const keptSchema = z.object({ transaction_ref: z.string(), recorded_at: z.string() });

/** Keeps a command for its time. */
export async function scheduleCommand(
  deps: TransactionsDeps,
  caller: Caller,
  write: WriteRequest,
  command: Command,
  scheduledFor: string,
): Promise<Submitted> {
  // The moment is part of what makes two requests the same, and the event is another than the one of its doing.
  const intent = {
    ...intentOf(caller, write, command.operation, {
      request_hash: command.request_hash,
      scheduled_for: scheduledFor,
    }),
  };
  const { result, isReplayed } = await runCommand(
    deps.database,
    refusalCatalogue,
    "transactions.schedule",
    intent,
    { ...command, scheduled_for: scheduledFor },
  );
  const reply = keptSchema.parse(result);
  return {
    result: { ...transactionOf(command, reply, "INIT"), scheduled_for: scheduledFor },
    isReplayed,
    isAccepted: false,
  };
}
