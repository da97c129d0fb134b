import { asc, lte } from "drizzle-orm";
import { answered } from "../platform/database.ts";
import type { Command } from "./command.ts";
import type { TransactionsDeps } from "./deps.ts";
import { scheduledCommands } from "./schema.ts";
import { laneOfCommand } from "./submit.ts";

const sliceSize = 500;

/** Does what was scheduled and whose time has come. Each is done once, however many of us come by. */
export async function runDue(deps: TransactionsDeps): Promise<number> {
  let done = 0;
  for (;;) {
    const rows = await answered(
      deps.database.tables
        .select()
        .from(scheduledCommands)
        .where(lte(scheduledCommands.dueAt, deps.clock.now()))
        .orderBy(asc(scheduledCommands.dueAt))
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
    if (rows.length < sliceSize) return done;
  }
}
