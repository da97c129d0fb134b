import { z } from "zod";
import { archiveEvents } from "./archive-events.ts";
import type { ArchiveStore } from "./archive-store.ts";
import type { Caller } from "./caller.ts";
import { consumeBatch, type EventBatch } from "./consume-batch.ts";
import { type ConsumeDeps, retryEvents } from "./consume-events.ts";
import { type ConsumerGroup, isWhole } from "./consumer-group.ts";
import type { Cursors } from "./cursor.ts";
import { answered, type Database, runCommand } from "./database.ts";
import {
  type DeadLetter,
  type DeadLetterDetails,
  deadLetterDetailsSchema,
  deadLetterSchema,
  type EventStatus,
  eventStatusSchema,
} from "./dead-letter.ts";
import { deadLetterCatalogue, deadLetterProblem } from "./dead-letter-errors.ts";
import type { Ref } from "./ids.ts";
import { intentOf, type WriteRequest, type Written } from "./intent.ts";
import { type Page, pageOf } from "./list.ts";
import { log } from "./log.ts";
import { purgeJobRuns } from "./purge-job-runs.ts";
import { sweepEvents } from "./sweep-events.ts";

export type EventDeps = {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly groups: readonly ConsumerGroup[];
  /** Where old months go; nowhere, where there is no bucket. */
  readonly archive?: ArchiveStore | null;
  /** Tells the relay that something was committed; null where there is none. */
  readonly poke: (() => Promise<void>) | null;
  /** Told what a group's function answered, after its commit. */
  readonly onConsumed?: (group: ConsumerGroup, result: unknown) => Promise<void>;
};

export type ListDeadLettersInput = {
  readonly filters: Readonly<Record<string, string | undefined>>;
  readonly limit: number;
  readonly cursor: string | undefined;
};

export type SettleInput = {
  readonly write: WriteRequest;
  readonly deadLetterRef: Ref;
  readonly decision: "REPLAY" | "DROP";
};

export type EventService = {
  readonly poke: EventDeps["poke"];
  readonly consume: (group: ConsumerGroup, batch: EventBatch) => Promise<void>;
  /** What the cron does: tries again what is due, for every group. */
  readonly retryDue: () => Promise<void>;
  readonly sweep: () => Promise<void>;
  /** Moves what every group has passed long ago into objects. Answers the steps that it took. */
  readonly archive: () => Promise<readonly string[]>;
  /** Forgets runs of jobs that nobody asks for any more. Answers how many. */
  readonly purge: () => Promise<number>;
  readonly status: () => Promise<EventStatus>;
  readonly listDeadLetters: (input: ListDeadLettersInput) => Promise<Page<DeadLetter>>;
  readonly getDeadLetter: (ref: Ref) => Promise<DeadLetterDetails>;
  readonly settleDeadLetter: (caller: Caller, input: SettleInput) => Promise<Written<DeadLetter>>;
};

export function createEventService(deps: EventDeps): EventService {
  const consumeDepsOf = (group: ConsumerGroup): ConsumeDeps => ({
    database: deps.database,
    archive: deps.archive ?? null,
    report: (event, fields) => log("warn", event, fields),
    onConsumed: async (result) => deps.onConsumed?.(group, result),
  });
  const forEachGroup = async (work: (group: ConsumerGroup) => Promise<unknown>) => {
    const outcomes = await Promise.allSettled(deps.groups.map(async (group) => work(group)));
    const failures = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason] : [],
    );
    if (failures.length > 0) throw new AggregateError(failures, failures.join("; "));
  };
  return {
    poke: deps.poke,
    consume: (group, batch) => consumeBatch(consumeDepsOf(group), group, batch),
    retryDue: () => forEachGroup((group) => retryEvents(consumeDepsOf(group), group)),
    sweep: () => forEachGroup((group) => sweepEvents(consumeDepsOf(group), group)),
    archive: () => archive(deps),
    purge: () => purgeJobRuns(deps),
    status: () => readStatus(deps),
    listDeadLetters: (input) => listDeadLetters(deps, input),
    getDeadLetter: (ref) => getDeadLetter(deps, ref),
    settleDeadLetter: async (caller, input) => {
      const written = await settleDeadLetter(deps, caller, input);
      const group = deps.groups.find(({ name }) => name === written.result.group);
      // What was decided is due now. Should this fail, the cron does it within a minute.
      if (group) await retryEvents(consumeDepsOf(group), group).catch(logRetry);
      return written;
    },
  };
}

function logRetry(error: unknown): void {
  log("warn", "dead_letter_retry_failed", { error: String(error) });
}

async function readStatus({ database, groups }: EventDeps): Promise<EventStatus> {
  const [row] = await answered(database.sql`select platform.event_metrics() as metrics`);
  const { groups: told, ...status } = eventStatusSchema
    .omit({ unknown_groups: true })
    .parse(row?.metrics);
  const known = new Set(groups.map(({ name }) => name));
  return {
    ...status,
    groups: told.filter(({ group }) => known.has(group)),
    unknown_groups: told.flatMap(({ group }) => (known.has(group) ? [] : [group])),
  };
}

/** Nothing leaves the outbox before every group that was ever sent something has passed it, also one that is gone. */
async function archive(deps: EventDeps): Promise<readonly string[]> {
  const { unknown_groups: groups } = await readStatus(deps);
  if (groups.length > 0) log("warn", "archive_waits_for_groups", { groups });
  return archiveEvents(deps);
}

const listName = "dead_letters";

async function listDeadLetters(
  deps: EventDeps,
  { filters, limit, cursor }: ListDeadLettersInput,
): Promise<Page<DeadLetter>> {
  const after = deps.cursors.open(listName, filters, cursor);
  const [row] = await answered(
    deps.database
      .sql`select platform.find_dead_letters(${JSON.stringify(filters)}::jsonb, ${after}, ${limit + 1}) as found`,
  );
  return pageOf(z.array(deadLetterSchema).parse(row?.found), limit, ({ dead_letter_ref }) =>
    deps.cursors.seal(listName, filters, dead_letter_ref),
  );
}

async function getDeadLetter({ database }: EventDeps, ref: Ref): Promise<DeadLetterDetails> {
  const [row] = await answered(database.sql`select platform.get_dead_letter(${ref}) as found`);
  if (!row?.found) {
    throw deadLetterProblem("dead_letter_not_found", "There is no such dead letter.", {
      dead_letter_ref: ref,
    });
  }
  return deadLetterDetailsSchema.parse(row.found);
}

async function settleDeadLetter(
  { database, groups }: EventDeps,
  caller: Caller,
  { write, deadLetterRef, decision }: SettleInput,
): Promise<Written<DeadLetter>> {
  const command = { dead_letter_ref: deadLetterRef, decision };
  const operation = decision === "DROP" ? "dead_letters.drop" : "dead_letters.replay";
  const intent = intentOf(caller, write, operation, command);
  const written = await runCommand(
    database,
    deadLetterCatalogue,
    "platform.settle_dead_letter",
    intent,
    { ...command, whole_groups: groups.filter(isWhole).map(({ name }) => name) },
  );
  return {
    result: deadLetterSchema.parse(written.result),
    isReplayed: written.isReplayed,
  };
}
