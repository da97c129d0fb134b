import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { entrySchema } from "./entry.ts";
import { journalKinds, type journals } from "./schema.ts";

/** A journal is named before it is written, by another clock. */
export const clockSkewMs = 300_000;

/** A journal as auditors see it in a list. */
export const journalSchema = z.strictObject({
  journal_ref: refSchema,
  transaction_ref: refSchema.meta({ description: "The transaction that it was written for." }),
  kind: z.enum(journalKinds),
  effective_at: momentSchema.meta({ description: "When it counts." }),
  recorded_at: momentSchema.meta({ description: "When it was written." }),
});

/** A journal with everything that it did. */
export const journalWithEntriesSchema = journalSchema.extend({ entries: z.array(entrySchema) });

export type Journal = z.output<typeof journalSchema>;
export type JournalWithEntries = z.output<typeof journalWithEntriesSchema>;

export function journalOf(row: typeof journals.$inferSelect): Journal {
  return {
    journal_ref: row.journalRef,
    transaction_ref: row.transactionRef,
    kind: row.kind,
    effective_at: row.effectiveAt.toISOString(),
    recorded_at: row.recordedAt.toISOString(),
  };
}
