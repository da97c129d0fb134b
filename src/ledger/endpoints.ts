import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { askedMomentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { accountSchema, bookSchema } from "./account.ts";
import { entrySchema } from "./entry.ts";
import { integritySchema } from "./integrity.ts";
import { journalSchema, journalWithEntriesSchema } from "./journal.ts";
import { directions, journalKinds } from "./schema.ts";

const tag = "Ledger";
const listProblems = ["cursor_invalid", "cursor_filters_changed"] as const;
const recordedQuery = {
  from: askedMomentSchema.optional().meta({ description: "Recorded at or after this moment." }),
  to: askedMomentSchema.optional().meta({ description: "Recorded before this moment." }),
};

export const listBooksEndpoint = endpoint({
  method: "get",
  path: "/v1/ledger/books",
  operationId: "listBooks",
  tag,
  scope: "ledger:read",
  summary: "List books",
  description:
    "A book groups accounts that balance among themselves. `general` exists from the start.",
  replies: {
    200: { description: "All books.", body: z.strictObject({ data: z.array(bookSchema) }) },
  },
  problems: [],
});

export const listAccountsEndpoint = endpoint({
  method: "get",
  path: "/v1/ledger/accounts",
  operationId: "listAccounts",
  tag,
  scope: "ledger:read",
  summary: "List ledger accounts",
  description:
    "Every account of every owner with what it holds, newest first, for auditors. `Accept: text/csv` or " +
    "`application/x-ndjson` exports the whole list.",
  query: z.strictObject({
    book: z.string().max(50).optional().meta({ description: "Only accounts of this book." }),
    owner_ref: refSchema
      .optional()
      .meta({ description: "Only accounts of this owner, such as a wallet." }),
    owner_type: z
      .string()
      .max(20)
      .optional()
      .meta({ description: "Only accounts of owners of this type, such as WALLET." }),
    currency: currencySchema.optional().meta({ description: "Only accounts in this currency." }),
    alias: z
      .string()
      .max(51)
      .optional()
      .meta({ description: "Only the account of this alias, such as @fees." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of accounts.", body: pageSchema(accountSchema) } },
  problems: listProblems,
  isExportable: true,
});

export const listJournalsEndpoint = endpoint({
  method: "get",
  path: "/v1/ledger/journals",
  operationId: "listJournals",
  tag,
  scope: "ledger:read",
  summary: "List journals",
  description:
    "A journal is a balanced set of entries, written once and never changed. Newest first. `Accept: text/csv` or " +
    "`application/x-ndjson` exports the whole list.",
  query: z.strictObject({
    transaction_ref: refSchema
      .optional()
      .meta({ description: "Only journals of this transaction." }),
    kind: z.enum(journalKinds).optional().meta({ description: "Only journals of this kind." }),
    ...recordedQuery,
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of journals.", body: pageSchema(journalSchema) } },
  problems: listProblems,
  isExportable: true,
});

export const getJournalEndpoint = endpoint({
  method: "get",
  path: "/v1/ledger/journals/{ref}",
  operationId: "getJournal",
  tag,
  scope: "ledger:read",
  summary: "Read a journal",
  description: "The journal with all its entries.",
  params: z.object({ ref: refSchema }),
  replies: { 200: { description: "The journal.", body: journalWithEntriesSchema } },
  problems: ["journal_not_found"],
});

export const listEntriesEndpoint = endpoint({
  method: "get",
  path: "/v1/ledger/entries",
  operationId: "listEntries",
  tag,
  scope: "ledger:read",
  summary: "List entries",
  description:
    "Those of one account with the latest version first; without `account_ref` by journal, newest first. " +
    "`Accept: text/csv` or `application/x-ndjson` exports the whole list.",
  query: z.strictObject({
    account_ref: refSchema.optional().meta({ description: "Only entries of this account." }),
    journal_ref: refSchema.optional().meta({ description: "Only entries of this journal." }),
    direction: z.enum(directions).optional().meta({ description: "Only this side." }),
    currency: currencySchema.optional().meta({ description: "Only entries in this currency." }),
    ...recordedQuery,
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of entries.", body: pageSchema(entrySchema) } },
  problems: listProblems,
  isExportable: true,
});

export const getIntegrityEndpoint = endpoint({
  method: "get",
  path: "/v1/ledger/integrity",
  operationId: "getIntegrity",
  tag,
  scope: "ledger:read",
  summary: "Verify the books",
  description:
    "Recounts everything while you wait: that every journal balances, every account's entries are without a gap and " +
    "add up to its balance, what is pending is what holds say, and transactions, journals and events agree. It is " +
    "done for one request at a time.",
  replies: { 200: { description: "What was read and what is wrong.", body: integritySchema } },
  problems: ["concurrent_request"],
});
