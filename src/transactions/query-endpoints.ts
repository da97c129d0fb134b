import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { askedMomentSchema } from "../platform/moment.ts";
import { amountTextSchema, currencySchema } from "../platform/money.ts";
import { bulkItemSchema } from "./bulk-item.ts";
import { transactionTypes } from "./command.ts";
import { referenceSchema } from "./command-fields.ts";
import { transactionPath } from "./endpoints.ts";
import { listedTransactionSchema } from "./listed-transaction.ts";
import { transactionSchema, transactionStatuses } from "./transaction.ts";
import { transactionDetailsSchema } from "./transaction-details.ts";

const tag = "Transactions";

export const getTransactionEndpoint = endpoint({
  method: "get",
  path: "/v1/transactions/{ref}",
  operationId: "getTransaction",
  tag,
  scope: "transactions:read",
  summary: "Read a transaction",
  description: "With its steps, legs, hold, reversals and audit. Reads the truth.",
  params: transactionPath,
  replies: { 200: { description: "The transaction.", body: transactionDetailsSchema } },
  problems: ["transaction_not_found"],
});

export const listTransactionsEndpoint = endpoint({
  method: "get",
  path: "/v1/transactions",
  operationId: "listTransactions",
  tag,
  scope: "transactions:read",
  summary: "List transactions",
  description:
    "Newest first. `Accept: text/csv` or `application/x-ndjson` exports the whole list. Amounts need a currency.",
  query: z
    .strictObject({
      status: z.enum(transactionStatuses).optional(),
      type: z.enum(transactionTypes).optional(),
      wallet_ref: refSchema.optional(),
      date_from: askedMomentSchema.optional(),
      date_to: askedMomentSchema.optional(),
      currency: currencySchema.optional(),
      amount_min: amountTextSchema.optional(),
      amount_max: amountTextSchema.optional(),
      reference: referenceSchema.optional(),
      metadata: z
        .string()
        .regex(
          /^[A-Za-z][A-Za-z0-9_.-]{0,39}:[\s\S]{0,500}$/,
          "Expected key:value, such as order:1042.",
        )
        .refine((text) => !text.includes("\0") && text.isWellFormed(), "Expected whole characters.")
        .optional()
        .meta({ examples: ["order:1042"] }),
      ...pageQuery,
    })
    .refine(
      ({ currency, amount_min, amount_max }) =>
        currency !== undefined || (amount_min === undefined && amount_max === undefined),
      { path: ["currency"], error: "Amounts are compared in a currency: send it too." },
    ),
  replies: {
    200: { description: "A page of transactions.", body: pageSchema(listedTransactionSchema) },
  },
  problems: ["wallet_not_found", "cursor_invalid", "cursor_filters_changed"],
  isExportable: true,
});

export const maxBulkItems = 10_000;
export const maxBulkBytes = 8 * 1024 * 1024;

export const bulkEndpoint = endpoint({
  method: "post",
  path: "/v1/transactions/bulk",
  operationId: "submitBulk",
  tag,
  scope: "transactions:write",
  summary: "Many transactions at once",
  description:
    "Each item has its own idempotency key and its own outcome, in the order of the items; items with one `chain` are " +
    "done whole or not at all, and at most 500 of them. An item's other fields are those of its type's own route. " +
    "`Content-Type: application/x-ndjson` takes one item a line without a limit, and streams one result a line; the " +
    "members of a chain then stand next to each other.",
  body: z.strictObject({ items: z.array(bulkItemSchema).min(1).max(maxBulkItems) }),
  bodyExample: {
    items: [
      {
        idempotency_key: "payroll-1",
        type: "TRANSFER",
        source_wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
        destination_wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3X",
        amount: "15000",
        currency: "IDR",
      },
    ],
  },
  maxBodyBytes: maxBulkBytes,
  replies: {
    200: {
      description: "One result an item, whatever it is.",
      body: z.strictObject({
        results: z.array(
          z.union([
            z.strictObject({
              status: z.literal(201),
              replayed: z.boolean(),
              transaction: transactionSchema,
            }),
            z.strictObject({ status: z.int(), problem: z.looseObject({ code: z.string() }) }),
          ]),
        ),
      }),
    },
  },
  problems: [],
});
