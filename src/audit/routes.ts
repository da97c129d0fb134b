import { exportFormatOf, streamExport } from "../platform/export.ts";
import { maxPageSize } from "../platform/list.ts";
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
    const format = exportFormatOf(c.req.header("accept"));
    if (format) {
      const readPage = (after: string | null) =>
        c.var.audit.list({ filters, limit: maxPageSize, cursor: after ?? cursor });
      return streamExport(format, Object.keys(auditEntrySchema.shape), readPage, "audit-logs");
    }
    const page = await c.var.audit.list({ filters, limit, cursor });
    return reply(listAuditLogsEndpoint, 200, {
      data: [...page.rows],
      next_cursor: page.nextCursor,
    });
  })
  .on(verifyAuditLogEndpoint, async (c) =>
    reply(verifyAuditLogEndpoint, 200, await c.var.audit.verify()),
  )
  .on(listAuditArchivesEndpoint, async (c) =>
    reply(listAuditArchivesEndpoint, 200, { data: await c.var.audit.archives() }),
  );
