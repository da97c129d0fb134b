import type { ArchiveStore } from "./archive-store.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { answered, type Database, databaseErrorOf } from "./database.ts";
import { fillArchived } from "./fill-archived.ts";
import { Problem } from "./problem.ts";

export type ConsumeDeps = {
  readonly database: Database;
  /** Where the data of old events lies; null where none has left the outbox. */
  readonly archive?: ArchiveStore | null;
  /** Whether these events are brought by no queue, and so by nobody a second time once they are taken. */
  readonly isLate?: boolean;
  readonly report: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Told what the group's function answered, after each part that it took. */
  readonly onConsumed?: (result: unknown) => Promise<void>;
};

// What one call takes: a second of work at the most, and far less than Neon's time and size limits.
const maxCallEvents = 1_000;
const retriesACall = 200;
// Whatever is still due after so many is left to the next run.
const maxRetryRounds = 50;

/**
 * Gives events to a group, in as few round trips as it takes. A part that fails is halved until the event that is at fault
 * stands alone and is put aside; whatever the database itself fails at is thrown, and then the same events come again.
 */
export async function consumeEvents(
  deps: ConsumeDeps,
  group: ConsumerGroup,
  events: readonly string[],
): Promise<void> {
  const parts: (readonly string[])[] = [];
  for (let from = 0; from < events.length; from += maxCallEvents) {
    parts.push(events.slice(from, from + maxCallEvents));
  }
  let wasTakenApart = false;
  for (let part = parts.shift(); part; part = parts.shift()) {
    const isTaken = await tryPart(deps, group, part);
    if (isTaken) continue;
    wasTakenApart = true;
    const [only] = part;
    if (only !== undefined && part.length === 1) {
      await takeAlone(deps, group, only);
    } else {
      const middle = Math.ceil(part.length / 2);
      parts.unshift(part.slice(0, middle), part.slice(middle));
    }
  }
  // What was taken alone has left behind what waited for it.
  if (wasTakenApart) await retryEvents(deps, group);
}

/** Gives a group events that were parked, or that a sweep has found. */
export function consumeLateEvents(
  deps: ConsumeDeps,
  group: ConsumerGroup,
  events: readonly string[],
): Promise<void> {
  return consumeEvents({ ...deps, isLate: true }, group, events);
}

/** Tries again what was parked and is due. */
export async function retryEvents(deps: ConsumeDeps, group: ConsumerGroup): Promise<void> {
  for (let round = 0; round < maxRetryRounds; round += 1) {
    const rows = await answered(
      deps.database.sql`select event from platform.due_events(${group.name}, ${retriesACall})`,
    );
    if (rows.length === 0) return;
    await consumeLateEvents(
      deps,
      group,
      rows.map(({ event }) => event as string),
    );
  }
}

/** False when an event of this part is at fault. */
async function tryPart(
  deps: ConsumeDeps,
  group: ConsumerGroup,
  part: readonly string[],
): Promise<boolean> {
  try {
    await takePart(deps, group, part);
    return true;
  } catch (error) {
    if (isNoFaultOfEvents(error, group)) throw error;
    return false;
  }
}

async function takePart(
  deps: ConsumeDeps,
  group: ConsumerGroup,
  events: readonly string[],
): Promise<void> {
  const { database, onConsumed } = deps;
  const consume = functionOf(deps, group);
  const whole = await fillArchived(deps, events);
  // It is halved like a part with a fault in it, and has none.
  if (whole === null) throw new Error("What these events say is too much for one call.");
  const [row] = await answered(
    database.sql.query(`select ${consume}($1::json) as result`, [`[${whole.join(",")}]`]),
  );
  await onConsumed?.(row?.result);
}

function functionOf({ isLate = false }: ConsumeDeps, group: ConsumerGroup): string {
  return (isLate && group.consumeLate) || group.consume;
}

/**
 * An event may have failed for one that waited behind it, so it is tried without those. What fails even then is at fault.
 */
async function takeAlone(deps: ConsumeDeps, group: ConsumerGroup, event: string): Promise<void> {
  const content = JSON.parse(event) as Record<string, unknown>;
  try {
    await takePart(deps, group, [JSON.stringify({ attempt: 0, ...content })]);
  } catch (error) {
    if (isNoFaultOfEvents(error, group)) throw error;
    const said = faultOf(error);
    const [row] = await answered(
      deps.database.sql`select platform.put_aside(${group.name}, ${event}::json, ${said}) as state`,
    );
    deps.report("event_put_aside", {
      group: group.name,
      event_ref: content.id,
      type: content.type,
      traceparent: content.traceparent,
      state: row?.state,
      error: said,
    });
  }
}

// A statement that took too long may have been given too much, or something that never ends.
const timeoutStates = new Set(["57014", "25P04"]);
const absentStates = new Set(["3F000", "42501"]);

/**
 * The database is away, somebody was in the way, or the group's function is not there yet: the next try may well work, and
 * no event is to blame.
 */
function isNoFaultOfEvents(error: unknown, group: ConsumerGroup): boolean {
  const cause = databaseErrorOf(error);
  const state = cause?.code ?? "";
  if (timeoutStates.has(state)) return false;
  if (error instanceof Problem) {
    return error.code === "database_unavailable" || error.code === "concurrent_request";
  }
  if (absentStates.has(state)) return true;
  return state === "42883" && cause?.message.includes(group.consume) === true;
}

function faultOf(error: unknown): string {
  const cause = databaseErrorOf(error);
  return cause ? `${cause.code ?? ""} ${cause.message}`.trim() : String(error);
}
