import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { type AuditLogRow, actorTypes, outcomes } from "./schema.ts";

const valuesSchema = z.record(z.string(), z.unknown());

/** One entry of the log, as auditors read it. */
export const auditEntrySchema = z.strictObject({
  event_ref: refSchema.meta({ description: "The event, the denial or the reading itself." }),
  event_type: z.string().meta({
    description: "An event's type, `access_denied` or `records_read`.",
    examples: ["wallet.frozen"],
  }),
  context: z.string().meta({ description: "Where it happened." }),
  entity_type: z.string(),
  entity_ref: refSchema.nullable().meta({ description: "The thing that it is about." }),
  actor_ref: refSchema.nullable().meta({ description: "The owner behind whoever did it." }),
  actor_type: z.enum(actorTypes),
  action: z.string(),
  outcome: z.enum(outcomes),
  old_values: valuesSchema.nullable().meta({ description: "What the changed fields were before." }),
  new_values: valuesSchema.nullable().meta({ description: "What was announced." }),
  metadata: valuesSchema,
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  trace_id: z.string().nullable().meta({ description: "Finds all that one request caused." }),
  occurred_at: momentSchema,
  recorded_at: momentSchema,
  entry_hash: z.string().meta({ description: "SHA-256 over all other fields; sealed." }),
});

export type AuditEntry = z.output<typeof auditEntrySchema>;

export function auditEntryOf(row: AuditLogRow): AuditEntry {
  return {
    event_ref: row.eventRef,
    event_type: row.eventType,
    context: row.context,
    entity_type: row.entityType,
    entity_ref: row.entityRef,
    actor_ref: row.actorRef,
    actor_type: row.actorType,
    action: row.action,
    outcome: row.outcome,
    old_values: row.oldValues,
    new_values: row.newValues,
    metadata: row.metadata,
    ip_address: row.ipAddress,
    user_agent: row.userAgent,
    trace_id: row.traceId,
    occurred_at: row.occurredAt.toISOString(),
    recorded_at: row.recordedAt.toISOString(),
    entry_hash: row.entryHash,
  };
}
