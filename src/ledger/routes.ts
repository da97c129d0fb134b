import { exportFormatOf, streamExport } from "../platform/export.ts";
import { maxPageSize } from "../platform/list.ts";
import { createRoutes, type RouteVariables, reply } from "../platform/routes.ts";
import { accountSchema } from "./account.ts";
import {
  getIntegrityEndpoint,
  getJournalEndpoint,
  listAccountsEndpoint,
  listBooksEndpoint,
  listEntriesEndpoint,
  listJournalsEndpoint,
} from "./endpoints.ts";
import { entrySchema } from "./entry.ts";
import { journalSchema } from "./journal.ts";
import type { LedgerService } from "./service.ts";

type LedgerEnv = { Variables: RouteVariables & { ledger: LedgerService } };

export const ledgerRoutes = createRoutes<LedgerEnv>()
  .on(listBooksEndpoint, async (c) =>
    reply(listBooksEndpoint, 200, { data: await c.var.ledger.listBooks() }),
  )
  .on(listAccountsEndpoint, async (c, { query }) => {
    const { limit, cursor, ...filters } = query;
    const format = exportFormatOf(c.req.header("accept"));
    if (format) {
      const readPage = (after: string | null) =>
        c.var.ledger.listAccounts({ filters, limit: maxPageSize, cursor: after ?? cursor });
      return streamExport(format, Object.keys(accountSchema.shape), readPage, "accounts");
    }
    const page = await c.var.ledger.listAccounts({ filters, limit, cursor });
    return reply(listAccountsEndpoint, 200, {
      data: [...page.rows],
      next_cursor: page.nextCursor,
    });
  })
  .on(listJournalsEndpoint, async (c, { query }) => {
    const { limit, cursor, ...filters } = query;
    const format = exportFormatOf(c.req.header("accept"));
    if (format) {
      const readPage = (after: string | null) =>
        c.var.ledger.listJournals({ filters, limit: maxPageSize, cursor: after ?? cursor });
      return streamExport(format, Object.keys(journalSchema.shape), readPage, "journals");
    }
    const page = await c.var.ledger.listJournals({ filters, limit, cursor });
    return reply(listJournalsEndpoint, 200, {
      data: [...page.rows],
      next_cursor: page.nextCursor,
    });
  })
  .on(getJournalEndpoint, async (c, { params }) =>
    reply(getJournalEndpoint, 200, await c.var.ledger.getJournal(params.ref)),
  )
  .on(listEntriesEndpoint, async (c, { query }) => {
    const { limit, cursor, ...filters } = query;
    const format = exportFormatOf(c.req.header("accept"));
    if (format) {
      const readPage = (after: string | null) =>
        c.var.ledger.listEntries({ filters, limit: maxPageSize, cursor: after ?? cursor });
      return streamExport(format, Object.keys(entrySchema.shape), readPage, "entries");
    }
    const page = await c.var.ledger.listEntries({ filters, limit, cursor });
    return reply(listEntriesEndpoint, 200, { data: [...page.rows], next_cursor: page.nextCursor });
  })
  .on(getIntegrityEndpoint, async (c) =>
    reply(getIntegrityEndpoint, 200, await c.var.ledger.verifyBooks()),
  );
