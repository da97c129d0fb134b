import { type ConsumeDeps, consumeLateEvents } from "./consume-events.ts";
import { type ConsumerGroup, typesOf } from "./consumer-group.ts";
import { answered } from "./database.ts";

type Place = { readonly xid: string; readonly ref: string };
type Slice = {
  readonly from: Place;
  readonly to: Place | null;
  readonly examined: number;
  readonly missing: readonly string[];
};

export type Swept = { readonly examined: number; readonly missing: number };

const sliceEvents = 5_000;
// A run of the cron has a minute, and other work besides.
const maxSlices = 100;

/**
 * Compares the outbox with what a group has taken, a while after it must have arrived. A queue may lose a message or give it
 * up; the outbox has it still.
 */
export async function sweepEvents(deps: ConsumeDeps, group: ConsumerGroup): Promise<Swept> {
  const swept = { examined: 0, missing: 0 };
  for (let round = 0; round < maxSlices; round += 1) {
    const { from, to, examined, missing } = await readSlice(deps, group);
    if (!to) return swept;
    if (missing.length > 0) {
      deps.report("events_missing", { group: group.name, missing: missing.length });
      await consumeLateEvents(deps, group, missing);
    }
    await moveSweep(deps, group, from, to);
    swept.examined += examined;
    swept.missing += missing.length;
  }
  return swept;
}

async function readSlice({ database }: ConsumeDeps, group: ConsumerGroup): Promise<Slice> {
  const types = typesOf(group);
  const rows = await answered(
    database.sql`select platform.sweep_events(${group.name}, ${types}::text[], ${sliceEvents}) as slice`,
  );
  return rows[0]?.slice as Slice;
}

async function moveSweep(
  { database }: ConsumeDeps,
  group: ConsumerGroup,
  from: Place,
  to: Place,
): Promise<void> {
  await answered(
    database.sql`select * from platform.relay_move(
      array[${`sweep:${group.name}`}], array[0]::bigint[], ${from.xid}::text::xid8, ${from.ref},
      ${to.xid}::text::xid8, ${to.ref}
    )`,
  );
}
