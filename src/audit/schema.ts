import {
  bigint,
  customType,
  date,
  inet,
  integer,
  jsonb,
  pgSchema,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

export const actorTypes = ["OWNER", "BOOTSTRAP", "SYSTEM", "UNKNOWN"] as const;
export const outcomes = ["DONE", "FAILED", "DENIED"] as const;
export const archiveStates = ["EXPORTING", "EXPORTED", "DETACHED", "DROPPED"] as const;

const auditSchema = pgSchema("audit");

// The driver hands bytes over as Postgres writes them: in hexadecimal, after \x.
const hash = customType<{ data: string; driverData: string | Uint8Array }>({
  dataType: () => "bytea",
  fromDriver: (value) =>
    typeof value === "string" ? value.replace(/^\\x/, "") : Buffer.from(value).toString("hex"),
});

type Values = Readonly<Record<string, unknown>>;

/** One thing that happened, was denied or was looked at. */
export const auditLogs = auditSchema.table("audit_logs", {
  // Numbers entries inside this schema only; what leaves is the ref.
  logId: bigint("log_id", { mode: "bigint" }).notNull(),
  eventRef: text("event_ref").notNull(),
  eventType: text("event_type").notNull(),
  context: text("context").notNull(),
  entityType: text("entity_type").notNull(),
  entityRef: text("entity_ref"),
  actorRef: text("actor_ref"),
  actorType: text("actor_type", { enum: actorTypes }).notNull(),
  action: text("action").notNull(),
  outcome: text("outcome", { enum: outcomes }).notNull(),
  oldValues: jsonb("old_values").$type<Values>(),
  newValues: jsonb("new_values").$type<Values>(),
  metadata: jsonb("metadata").$type<Values>().notNull(),
  ipAddress: inet("ip_address"),
  userAgent: text("user_agent"),
  traceId: text("trace_id"),
  occurredAt: timestamp("occurred_at", { withTimezone: true }).notNull(),
  recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull(),
  entryHash: hash("entry_hash").notNull(),
});

/** What vouches for a range of entries, and for the seal before. */
export const seals = auditSchema.table("seals", {
  sealNo: bigint("seal_no", { mode: "number" }).notNull(),
  month: date("month").notNull(),
  afterLogId: bigint("after_log_id", { mode: "bigint" }).notNull(),
  untilLogId: bigint("until_log_id", { mode: "bigint" }).notNull(),
  entries: integer("entries").notNull(),
  rangeHash: hash("range_hash").notNull(),
  previousHash: hash("previous_hash").notNull(),
  sealHash: hash("seal_hash").notNull(),
  sealedAt: timestamp("sealed_at", { withTimezone: true }).notNull(),
});

/** A month on its way out of the database. */
export const archives = auditSchema.table("archives", {
  month: date("month").notNull(),
  state: text("state", { enum: archiveStates }).notNull(),
  lastSealNo: bigint("last_seal_no", { mode: "number" }).notNull(),
  entries: bigint("entries", { mode: "number" }).notNull(),
  manifestKey: text("manifest_key"),
  manifestHash: hash("manifest_hash"),
  startedAt: timestamp("started_at", { withTimezone: true }).notNull(),
  exportedAt: timestamp("exported_at", { withTimezone: true }),
  detachedAt: timestamp("detached_at", { withTimezone: true }),
  droppedAt: timestamp("dropped_at", { withTimezone: true }),
});

/** The objects that a month was copied into. */
export const archiveParts = auditSchema.table("archive_parts", {
  month: date("month").notNull(),
  partNo: integer("part_no").notNull(),
  objectKey: text("object_key").notNull(),
  contentHash: hash("content_hash").notNull(),
  bytes: bigint("bytes", { mode: "number" }).notNull(),
  entries: integer("entries").notNull(),
  lastLogId: bigint("last_log_id", { mode: "bigint" }).notNull(),
});

export type AuditLogRow = typeof auditLogs.$inferSelect;
