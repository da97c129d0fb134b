import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { askedMomentSchema } from "../platform/moment.ts";
import { auditEntrySchema } from "./audit-entry.ts";
import { archiveSchema } from "./list-archives.ts";
import { outcomes } from "./schema.ts";
import { verificationSchema } from "./verification.ts";

const tag = "Audit";
const nameSchema = z.string().regex(/^[a-z_.]{3,100}$/, "Expected small letters, such as wallet.");

export const listAuditLogsEndpoint = endpoint({
  method: "get",
  path: "/v1/audit/logs",
  operationId: "listAuditLogs",
  tag,
  scope: "audit:read",
  summary: "List the audit log",
  description:
    "Every event, every denied attempt and every reading of what is kept for auditors, the latest first; this reading " +
    "too is in it. `Accept: text/csv` or `application/x-ndjson` exports the whole list.",
  query: z.strictObject({
    event_type: nameSchema
      .optional()
      .meta({ description: "Only events of this type, such as wallet.opened." }),
    context: nameSchema
      .optional()
      .meta({ description: "Only what happened in this context, such as wallets." }),
    entity_type: nameSchema
      .optional()
      .meta({ description: "Only what is about things of this kind, such as wallet." }),
    entity_ref: refSchema.optional().meta({ description: "Only what is about this thing." }),
    actor_ref: refSchema.optional().meta({ description: "Only what this caller did." }),
    outcome: z.enum(outcomes).optional().meta({ description: "Only what ended so." }),
    trace_id: z
      .string()
      .regex(/^[0-9a-f]{32}$/, "Expected the trace-id of a traceparent.")
      .optional()
      .meta({
        description: "Only what belongs to this trace: the second part of a traceparent.",
        examples: ["4bf92f3577b34da6a3ce929d0e0e4736"],
      }),
    from: askedMomentSchema.optional().meta({ description: "It happened at or after this." }),
    to: askedMomentSchema.optional().meta({ description: "It happened before this." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of the log.", body: pageSchema(auditEntrySchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
  isExportable: true,
});

export const verifyAuditLogEndpoint = endpoint({
  method: "get",
  path: "/v1/audit/verify",
  operationId: "verifyAuditLog",
  tag,
  scope: "audit:read",
  summary: "Verify the audit log",
  description:
    "Hashes every entry again while you wait, and compares with the seals over them and with the seals that were " +
    "published outside the database. It finds whatever was changed, added or removed past the product. It is " +
    "done for one request at a time.",
  replies: { 200: { description: "What was read and what is wrong.", body: verificationSchema } },
  problems: ["concurrent_request"],
});

export const listAuditArchivesEndpoint = endpoint({
  method: "get",
  path: "/v1/audit/archives",
  operationId: "listAuditArchives",
  tag,
  scope: "audit:read",
  summary: "List archived months",
  description:
    "The months of the log that are kept as objects, each with the object that lists its parts and their hashes.",
  replies: {
    200: {
      description: "All of them, the latest first.",
      body: z.strictObject({ data: z.array(archiveSchema) }),
    },
  },
  problems: [],
});
