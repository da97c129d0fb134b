import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { currencySchema } from "../platform/money.ts";
import { accountSchema, bookSchema } from "./account.ts";

const tag = "Ledger";

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
    book: z.string().max(50).optional(),
    owner_ref: refSchema.optional(),
    owner_type: z.string().max(20).optional(),
    currency: currencySchema.optional(),
    alias: z.string().max(51).optional(),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of accounts.", body: pageSchema(accountSchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
  isExportable: true,
});
