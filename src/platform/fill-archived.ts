import type { ArchiveStore } from "./archive-store.ts";
import { answered, type Database } from "./database.ts";
import { platformProblem } from "./errors.ts";
import { neededPartsSchema, readArchived } from "./read-archived.ts";

// Neon takes ten megabytes at the most, and every quotation mark within counts twice.
const archivedBytesACall = 4_000_000;

type FillDeps = { readonly database: Database; readonly archive?: ArchiveStore | null };

/**
 * Events with what they say, also where that has left the outbox: a group that is added later is given the whole past. Null
 * where it is too much for one call.
 */
export async function fillArchived(
  { database, archive = null }: FillDeps,
  events: readonly string[],
): Promise<readonly string[] | null> {
  // What is too large for a message comes without its data as well, and has it in the outbox.
  const bare = events.filter(isBare);
  if (bare.length === 0) return events;
  const given = `[${bare.join(",")}]`;
  const [row] = await answered(
    database.sql`select platform.archived_parts_of(${given}::json) as parts`,
  );
  const parts = neededPartsSchema.parse(row?.parts);
  if (parts.length === 0) return events;
  // One is never too large by itself: it was written in one commit.
  const bytesAtMost = events.length === 1 ? Number.POSITIVE_INFINITY : archivedBytesACall;
  const copies = await readArchived(archive && patiently(archive), parts, bytesAtMost);
  if (copies === null) return null;
  const copyOf = new Map(copies.map((copy) => [headOf(copy).id, copy]));
  return events.map((event) => (isBare(event) ? filledOf(event, copyOf) : event));
}

type Head = { readonly id: string; readonly attempt?: number };

function headOf(event: string): Head {
  return JSON.parse(event) as Head;
}

function isBare(event: string): boolean {
  return !event.includes('"data":');
}

/** The copy to the letter: parsing what it says could change it. */
function filledOf(event: string, copyOf: ReadonlyMap<string, string>): string {
  const { id, attempt } = headOf(event);
  const copy = copyOf.get(id);
  if (copy === undefined) return event;
  return attempt === undefined ? copy : `{"attempt":${attempt},${copy.slice(1)}`;
}

/** A bucket that is away blames no event: what needs it comes again. An object that is lost is another matter. */
function patiently(archive: ArchiveStore): ArchiveStore {
  return {
    ...archive,
    read: (key) =>
      archive.read(key).catch((cause: unknown) => {
        const detail = "The archive of old events did not answer.";
        throw Object.assign(platformProblem("database_unavailable", detail), { cause });
      }),
  };
}
