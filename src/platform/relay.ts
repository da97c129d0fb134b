import { type ConsumerGroup, isSubscribed } from "./consumer-group.ts";
import { answered, type Database } from "./database.ts";
import { bundlesOf } from "./event-bundles.ts";

/** An event on its way: what it is about decides who gets it, and its text is not parsed. */
export type RelayedEvent = { readonly aggregateType: string; readonly text: string };

export type RelayDeps = {
  readonly database: Database;
  readonly groups: readonly ConsumerGroup[];
  /** Hands bundles to the queue of a group. It throws when the queue takes not all of them. */
  readonly send: (group: ConsumerGroup, bundles: readonly string[]) => Promise<void>;
  /** Told of every slice that was sent, once it is out of the relay's hands. */
  readonly onSent?: (events: readonly RelayedEvent[]) => void;
  readonly report: (event: string, fields: Readonly<Record<string, unknown>>) => void;
};

type Position = { readonly xid: string; readonly ref: string };
type Slice = { readonly events: readonly RelayedEvent[]; readonly to: Position };

/**
 * What one run found: `done` has sent whatever was committed when its last round began, `held` may have left something that
 * waits for a transaction that was still open then.
 */
export type RelayOutcome = {
  readonly sent: number;
  readonly state: "done" | "held";
  /** Groups whose queue took nothing. They stay where they are, and the others go on without them. */
  readonly refused: readonly string[];
};

// About a megabyte and a half, which Neon answers well below its limit of ten.
const sliceEvents = 1_000;
// What platform.relay_read answers of large events: when this is passed, it stops.
const sliceBytes = 4_000_000;

/** Reads events from the outbox and sends them to every group, until there are no more. */
export async function relayEvents(deps: RelayDeps): Promise<RelayOutcome> {
  const refused = new Set<string>();
  let sent = 0;
  for (;;) {
    // Asked before it reads: afterwards the horizon may have moved past events that were not read.
    const wasHeld = await isHeld(deps.database);
    const active = deps.groups.filter(({ name }) => !refused.has(name));
    const cohorts = cohortsOf(active, await readPositions(deps.database, active));
    let hasMore = false;
    for (const cohort of cohorts) {
      const outcome = await relayToCohort(deps, cohort);
      for (const name of outcome.refused) refused.add(name);
      sent += outcome.sent;
      hasMore ||= outcome.hasMore;
    }
    if (!hasMore) return { sent, state: wasHeld ? "held" : "done", refused: [...refused] };
  }
}

/** Groups that stand at the same place, which is where all of them stand as long as every queue takes what it is sent. */
type Cohort = { readonly groups: readonly ConsumerGroup[]; readonly from: Position };

function cohortsOf(
  groups: readonly ConsumerGroup[],
  positions: ReadonlyMap<string, Position>,
): Cohort[] {
  const placed = groups.flatMap((group) => {
    const from = positions.get(group.name);
    return from ? [{ group, from, place: `${from.xid}/${from.ref}` }] : [];
  });
  return [...Map.groupBy(placed, ({ place }) => place).values()].flatMap((members) => {
    const [first] = members;
    return first ? [{ groups: members.map(({ group }) => group), from: first.from }] : [];
  });
}

/**
 * Sends slices to groups that stand together, until one of them falls back or there is nothing left. What was sent is
 * written down only afterwards: whoever is lost in between sends it again, and the inbox of each group knows it.
 */
async function relayToCohort(deps: RelayDeps, { groups, from }: Cohort) {
  let [position, sent] = [from, 0];
  for (;;) {
    const slice = await readSlice(deps.database, position);
    if (!slice) return { sent, refused: [], hasMore: false };
    const outcomes = await Promise.all(groups.map((group) => sendSlice(deps, group, slice)));
    const taken = outcomes.flatMap((outcome) => (outcome.isTaken ? [outcome] : []));
    const refused = outcomes.flatMap(({ isTaken, group }) => (isTaken ? [] : [group.name]));
    const moved = await movePosition(deps.database, taken, position, slice.to);
    if (taken.length > 0) {
      sent += slice.events.length;
      deps.onSent?.(slice.events);
    }
    const isWhole = isFull(slice);
    // Whoever was moved by somebody else stands where the next round finds it.
    const hasMore = isWhole || moved < taken.length;
    if (moved < groups.length || !isWhole) return { sent, refused, hasMore };
    position = slice.to;
  }
}

/** Whether there may be more behind a slice. */
function isFull({ events }: Slice): boolean {
  if (events.length === sliceEvents) return true;
  return events.reduce((bytes, { text }) => bytes + Buffer.byteLength(text), 0) >= sliceBytes;
}

type SendOutcome = {
  readonly group: ConsumerGroup;
  readonly count: number;
  readonly isTaken: boolean;
};

async function sendSlice(
  deps: RelayDeps,
  group: ConsumerGroup,
  { events }: Slice,
): Promise<SendOutcome> {
  const texts = events
    .filter(({ aggregateType }) => isSubscribed(group, aggregateType))
    .map(({ text }) => text);
  try {
    if (texts.length > 0) await deps.send(group, bundlesOf(texts));
    return { group, count: texts.length, isTaken: true };
  } catch (error) {
    deps.report("queue_refused", { queue: group.queue, error: String(error) });
    return { group, count: 0, isTaken: false };
  }
}

async function readPositions(
  { sql }: Database,
  groups: readonly ConsumerGroup[],
): Promise<Map<string, Position>> {
  if (groups.length === 0) return new Map();
  const names = groups.map(({ name }) => name);
  const rows = await answered(sql`select * from platform.relay_positions_of(${names}::text[])`);
  return new Map(
    rows.map(({ relay, transaction_xid: xid, event_ref: ref }) => [relay, { xid, ref }]),
  );
}

async function readSlice({ sql }: Database, after: Position): Promise<Slice | null> {
  const rows = await answered(
    sql`select * from platform.relay_read(${after.xid}::text::xid8, ${after.ref}, ${sliceEvents})`,
  );
  const last = rows.at(-1);
  if (!last) return null;
  const events = rows.map(({ aggregate_type, event }) => ({
    aggregateType: aggregate_type as string,
    text: event as string,
  }));
  return { events, to: { xid: last.transaction_xid as string, ref: last.event_ref as string } };
}

/** How many of these groups moved on. */
async function movePosition(
  { sql }: Database,
  taken: readonly SendOutcome[],
  from: Position,
  to: Position,
): Promise<number> {
  if (taken.length === 0) return 0;
  const names = taken.map(({ group }) => group.name);
  const counts = taken.map(({ count }) => count);
  const rows = await answered(
    sql`select * from platform.relay_move(
      ${names}::text[], ${counts}::bigint[], ${from.xid}::text::xid8, ${from.ref},
      ${to.xid}::text::xid8, ${to.ref}
    )`,
  );
  return rows.length;
}

async function isHeld({ sql }: Database): Promise<boolean> {
  const [row] = await answered(sql`select platform.relay_is_held() as is_held`);
  return row?.is_held === true;
}
