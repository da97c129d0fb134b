import { and, asc, gt, lte } from "drizzle-orm";
import { answered } from "../platform/database.ts";
import type { Command } from "./command.ts";
import type { TransactionsDeps } from "./deps.ts";
import { scheduledCommands } from "./schema.ts";
import { laneOfCommand } from "./submit.ts";

const sliceSize = 500;

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
    const byLane = Map.groupBy(commands, (command) => laneOfCommand(command, deps.lanes));
    await Promise.all(
      [...byLane].map(([lane, group]) =>
        deps.lanes.submit(
          lane,
          group.map((command) => [command]),
        ),
      ),
    );
    done += rows.length;
    after = rows.at(-1)?.transactionRef ?? after;
    if (rows.length < sliceSize) return done;
  }
}
