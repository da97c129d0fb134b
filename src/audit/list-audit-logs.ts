import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { answered } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { type Page, pageOf } from "../platform/list.ts";
import { type AuditEntry, auditEntryOf } from "./audit-entry.ts";
import type { AuditDeps } from "./deps.ts";
import { type AuditLogRow, auditLogs, type outcomes } from "./schema.ts";

export type AuditLogFilters = {
  readonly event_type?: string | undefined;
  readonly context?: string | undefined;
  readonly entity_type?: string | undefined;
  readonly entity_ref?: Ref | undefined;
  readonly actor_ref?: Ref | undefined;
  readonly outcome?: (typeof outcomes)[number] | undefined;
  readonly trace_id?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

export type ListAuditLogsInput = {
  readonly filters: AuditLogFilters;
  readonly limit: number;
  readonly cursor: string | undefined;
};

const listName = "audit_logs";

/** Lists the log, the latest first. The moment and the number of an entry never change, so no page repeats or skips one. */
export async function listAuditLogs(
  deps: AuditDeps,
  { filters, limit, cursor }: ListAuditLogsInput,
): Promise<Page<AuditEntry>> {
  const after = deps.cursors.open(listName, filters, cursor);
  const rows = await answered(
    deps.database.tables
      .select()
      .from(auditLogs)
      .where(and(...conditionsOf(filters), after === null ? undefined : isBefore(after)))
      .orderBy(desc(auditLogs.occurredAt), desc(auditLogs.logId))
      .limit(limit + 1),
  );
  const page = pageOf(rows, limit, (row) => deps.cursors.seal(listName, filters, placeOf(row)));
  return { rows: page.rows.map(auditEntryOf), nextCursor: page.nextCursor };
}

function placeOf({ occurredAt, logId }: AuditLogRow): string {
  return `${occurredAt.toISOString()} ${logId}`;
}

/** Before a place of the list: first by the moment alone, which spares the partitions that come later. */
function isBefore(place: string): SQL | undefined {
  const [occurredAt = "", logId = ""] = place.split(" ");
  return sql`(${auditLogs.occurredAt}, ${auditLogs.logId}) < (${occurredAt}::timestamptz, ${logId}::bigint)
    and ${auditLogs.occurredAt} <= ${occurredAt}::timestamptz`;
}

function conditionsOf(filters: AuditLogFilters): (SQL | undefined)[] {
  const { event_type: type, entity_type: entityType, entity_ref: entityRef } = filters;
  const { actor_ref: actorRef, trace_id: traceId, context, outcome, from, to } = filters;
  return [
    type === undefined ? undefined : eq(auditLogs.eventType, type),
    context === undefined ? undefined : eq(auditLogs.context, context),
    entityType === undefined ? undefined : eq(auditLogs.entityType, entityType),
    entityRef === undefined ? undefined : eq(auditLogs.entityRef, entityRef),
    actorRef === undefined ? undefined : eq(auditLogs.actorRef, actorRef),
    outcome === undefined ? undefined : eq(auditLogs.outcome, outcome),
    traceId === undefined ? undefined : eq(auditLogs.traceId, traceId),
    from === undefined ? undefined : gte(auditLogs.occurredAt, new Date(from)),
    to === undefined ? undefined : lt(auditLogs.occurredAt, new Date(to)),
  ];
}
