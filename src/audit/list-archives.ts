import { desc } from "drizzle-orm";
import { z } from "zod";
import { answered } from "../platform/database.ts";
import { momentSchema } from "../platform/moment.ts";
import type { AuditDeps } from "./deps.ts";
import { archiveStates, archives } from "./schema.ts";

/** A month that left the log, or is about to. */
export const archiveSchema = z.strictObject({
  month: z.string().meta({ examples: ["2025-10"] }),
  state: z.enum(archiveStates),
  entries: z.int(),
  last_seal_no: z.int(),
  manifest_key: z.string().nullable().meta({ description: "The object that lists its parts." }),
  manifest_hash: z.string().nullable().meta({ description: "SHA-256 of that object." }),
  exported_at: momentSchema.nullable(),
  detached_at: momentSchema.nullable(),
  dropped_at: momentSchema.nullable(),
});

export type Archive = z.output<typeof archiveSchema>;

/** The months that left the log, the latest first; there are twelve a year. */
export async function listArchives(deps: Pick<AuditDeps, "database">): Promise<Archive[]> {
  const rows = await answered(
    deps.database.tables.select().from(archives).orderBy(desc(archives.month)),
  );
  return rows.map((row) => ({
    month: row.month.slice(0, 7),
    state: row.state,
    entries: row.entries,
    last_seal_no: row.lastSealNo,
    manifest_key: row.manifestKey,
    manifest_hash: row.manifestHash,
    exported_at: row.exportedAt?.toISOString() ?? null,
    detached_at: row.detachedAt?.toISOString() ?? null,
    dropped_at: row.droppedAt?.toISOString() ?? null,
  }));
}
