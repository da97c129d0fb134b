import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { askedMomentSchema } from "../platform/moment.ts";
import { amountTextSchema, currencySchema } from "../platform/money.ts";
import { bulkItemSchema, shownItemSchema } from "./bulk-item.ts";
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
      status: z
        .enum(transactionStatuses)
        .optional()
        .meta({ description: "Only transactions that stand so." }),
      type: z
        .enum(transactionTypes)
        .optional()
        .meta({ description: "Only transactions of this type." }),
      wallet_ref: refSchema
        .optional()
        .meta({ description: "Only what this wallet takes part in." }),
      date_from: askedMomentSchema
        .optional()
        .meta({ description: "Asked for at or after this moment." }),
      date_to: askedMomentSchema.optional().meta({ description: "Asked for before this moment." }),
      currency: currencySchema
        .optional()
        .meta({ description: "Only this currency; amounts need it." }),
      amount_min: amountTextSchema
        .optional()
        .meta({ description: "Only amounts of so much or more." }),
      amount_max: amountTextSchema
        .optional()
        .meta({ description: "Only amounts of so much or less." }),
      reference: referenceSchema
        .optional()
        .meta({ description: "Only what bears this reference." }),
      metadata: z
        .string()
        .regex(
          /^[A-Za-z][A-Za-z0-9_.-]{0,39}:[\s\S]{0,500}$/,
          "Expected key:value, such as order:1042.",
        )
        .refine((text) => !text.includes("\0") && text.isWellFormed(), "Expected whole characters.")
        .optional()
        .meta({
          description: "Only what has this entry in its metadata, written key:value.",
          examples: ["order:1042"],
        }),
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

const itemKeySchema = z
  .string()
  .nullable()
  .meta({
    description: "The item's own key; null where none could be read.",
    examples: ["payroll-1"],
  });

export const maxBulkItems = 10_000;
export const maxBulkBytes = 8 * 1024 * 1024;

const bulkResultSchema = z.union([
  z.strictObject({
    idempotency_key: itemKeySchema,
    status: z.literal(201),
    replayed: z.boolean(),
    transaction: transactionSchema,
  }),
  z.strictObject({
    idempotency_key: itemKeySchema,
    status: z.int(),
    problem: z.looseObject({ code: z.string() }),
  }),
]);

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
  shownBody: z.strictObject({ items: z.array(shownItemSchema).min(1).max(maxBulkItems) }),
  lines: { asked: shownItemSchema, answered: bulkResultSchema },
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
        results: z.array(bulkResultSchema),
      }),
    },
  },
  problems: [],
});
