import { z } from "zod";
import { type ArchiveStore, hashOfContent } from "./archive-store.ts";

/** Objects that old events were copied into, and which of their events somebody needs. */
export const neededPartsSchema = z.array(
  z.object({ object_key: z.string(), sha256: z.string(), event_refs: z.array(z.string()) }),
);

/**
 * Reads events whose data has left the outbox, from their copies: as they were sent, object after object. Null where they
 * are larger together than was asked for, so that nobody has to hold them.
 */
export async function readArchived(
  archive: ArchiveStore | null,
  parts: z.output<typeof neededPartsSchema>,
  bytesAtMost: number,
): Promise<string[] | null> {
  const events: string[] = [];
  let bytes = 0;
  for (const { object_key: key, sha256, event_refs } of parts) {
    const content = (await archive?.read(key)) ?? null;
    if (content === null || hashOfContent(content) !== sha256) {
      throw new Error(`The archive has lost or changed ${key}, and its events are needed.`);
    }
    const needed = new Set(event_refs);
    for (const line of content.trimEnd().split("\n")) {
      const { id } = JSON.parse(line) as { readonly id: string };
      if (!needed.has(id)) continue;
      events.push(line);
      bytes += Buffer.byteLength(line);
      if (bytes > bytesAtMost) return null;
    }
  }
  return events;
}
