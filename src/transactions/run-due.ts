import { and, asc, gt, lte } from "drizzle-orm";
import { answered } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import type { Command, Reply } from "./command.ts";
import type { TransactionsDeps } from "./deps.ts";
import { scheduledCommands } from "./schema.ts";
import { laneOfCommand } from "./submit.ts";

const sliceSize = 500;

/** What the database itself has said it cannot do. Anything else that is no outcome passes, and comes again. */
const faultCodes: ReadonlySet<string> = new Set(["internal_error", "balance_out_of_range"]);

/** Does what was scheduled and whose time has come. Each is done once, however many of us come by. */
export async function runDue(deps: TransactionsDeps): Promise<number> {
  let done = 0;
  // The order of refs and not of due times: what cannot be done now is passed, and comes again with the next run.
  let after = "";
  for (;;) {
    const rows = await answered(
      deps.database.tables
        .select()
        .from(scheduledCommands)
        .where(
          and(
            lte(scheduledCommands.dueAt, deps.clock.now()),
            gt(scheduledCommands.transactionRef, after),
          ),
        )
        .orderBy(asc(scheduledCommands.transactionRef))
        .limit(sliceSize),
    );
    // What stands there is what commandOf made and schedule() kept.
    const commands = rows.map(({ command }) => command as Command);
    done += await runSlice(deps, commands);
    after = rows.at(-1)?.transactionRef ?? after;
    if (rows.length < sliceSize) return done;
  }
}

/** Gives each lane its commands and answers how many were decided. A lane that fails keeps no other from its own. */
async function runSlice(deps: TransactionsDeps, commands: readonly Command[]): Promise<number> {
  const byLane = Map.groupBy(commands, (command) => laneOfCommand(command, deps.lanes));
  const undone = (
    await Promise.all([...byLane].map(([lane, group]) => undoneOf(deps, lane, group)))
  ).flat();
  const faults = undone.filter(({ code }) => faultCodes.has(code));
  if (faults.length > 0) await putOff(deps, faults);
  return commands.length - undone.length;
}

type Undone = { readonly transaction_ref: string; readonly code: string };

/** Those of a lane's commands of which it is not known, or only known too well, why they were not decided. */
async function undoneOf(
  deps: TransactionsDeps,
  lane: number,
  commands: readonly Command[],
): Promise<Undone[]> {
  const replies = await repliesOfLane(deps, lane, commands);
  const undone = commands.flatMap(({ transaction_ref }, index) => {
    const reply = replies[index]?.[0];
    // A refusal is an outcome too: it names the transaction that remembers it.
    if (reply?.transaction_ref !== undefined) return [];
    return [{ transaction_ref, code: reply?.code ?? "unanswered" }];
  });
  if (undone.length > 0) log("error", "scheduled_commands_undone", { lane, undone });
  return undone;
}

async function repliesOfLane(
  deps: TransactionsDeps,
  lane: number,
  commands: readonly Command[],
): Promise<readonly (readonly Reply[])[]> {
  try {
    return await deps.lanes.submit(
      lane,
      commands.map((command) => [command]),
    );
  } catch (error) {
    log("error", "scheduled_lane_failed", { lane, error: String(error) });
    return [];
  }
}

/** Has them tried again later and later, and in the end no more. */
async function putOff(deps: TransactionsDeps, faults: readonly Undone[]): Promise<void> {
  const rows = await answered(
    deps.database.sql.query("select transactions.put_off($1::jsonb) as ended", [
      JSON.stringify(faults),
    ]),
  );
  const ended: unknown = rows[0]?.ended;
  if (Array.isArray(ended) && ended.length > 0) {
    log("error", "scheduled_commands_given_up", { ended });
  }
}
