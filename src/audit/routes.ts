import { answerList } from "../platform/answer-list.ts";
import { pageBodyOf } from "../platform/list.ts";
import { createRoutes, type RouteVariables, reply } from "../platform/routes.ts";
import { auditEntrySchema } from "./audit-entry.ts";
import {
  listAuditArchivesEndpoint,
  listAuditLogsEndpoint,
  verifyAuditLogEndpoint,
} from "./endpoints.ts";
import type { AuditService } from "./service.ts";

type AuditEnv = { Variables: RouteVariables & { audit: AuditService } };

export const auditRoutes = createRoutes<AuditEnv>()
  .on(listAuditLogsEndpoint, async (c, { query }) => {
    const { limit, cursor, ...filters } = query;
    return answerList(c, {
      place: { limit, cursor },
      readPage: (place) => c.var.audit.list({ filters, ...place }),
      columns: Object.keys(auditEntrySchema.shape),
      fileName: "audit-logs",
      answer: (page) => reply(listAuditLogsEndpoint, 200, pageBodyOf(page)),
    });
  })
  .on(verifyAuditLogEndpoint, async (c) =>
    reply(verifyAuditLogEndpoint, 200, await c.var.audit.verify()),
  )
  .on(listAuditArchivesEndpoint, async (c) =>
    reply(listAuditArchivesEndpoint, 200, { data: await c.var.audit.archives() }),
  );
