import { answerList } from "../platform/answer-list.ts";
import { pageBodyOf } from "../platform/list.ts";
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
    return answerList(c, {
      place: { limit, cursor },
      readPage: (place) => c.var.ledger.listAccounts({ filters, ...place }),
      columns: Object.keys(accountSchema.shape),
      fileName: "accounts",
      answer: (page) => reply(listAccountsEndpoint, 200, pageBodyOf(page)),
    });
  })
  .on(listJournalsEndpoint, async (c, { query }) => {
    const { limit, cursor, ...filters } = query;
    return answerList(c, {
      place: { limit, cursor },
      readPage: (place) => c.var.ledger.listJournals({ filters, ...place }),
      columns: Object.keys(journalSchema.shape),
      fileName: "journals",
      answer: (page) => reply(listJournalsEndpoint, 200, pageBodyOf(page)),
    });
  })
  .on(getJournalEndpoint, async (c, { params }) =>
    reply(getJournalEndpoint, 200, await c.var.ledger.getJournal(params.ref)),
  )
  .on(listEntriesEndpoint, async (c, { query }) => {
    const { limit, cursor, ...filters } = query;
    return answerList(c, {
      place: { limit, cursor },
      readPage: (place) => c.var.ledger.listEntries({ filters, ...place }),
      columns: Object.keys(entrySchema.shape),
      fileName: "entries",
      answer: (page) => reply(listEntriesEndpoint, 200, pageBodyOf(page)),
    });
  })
  .on(getIntegrityEndpoint, async (c) =>
    reply(getIntegrityEndpoint, 200, await c.var.ledger.verifyBooks()),
  );
