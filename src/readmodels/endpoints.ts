import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery } from "../platform/list.ts";
import { askedMomentSchema } from "../platform/moment.ts";
import { currencySchema } from "../platform/money.ts";
import { versionQuerySchema } from "../platform/version-query.ts";
import { dailySummarySchema, factSchema } from "./fact.ts";
import {
  historyRowSchema,
  ledgerEntrySchema,
  mutationTypes,
  snapshotSchema,
} from "./history-row.ts";
import { liveMessageSchema } from "./live-message.ts";
import { projectedPageSchema } from "./projected-page.ts";
import { projectionSchema } from "./projection.ts";

const wallets = "Wallets";
const analytics = "Analytics";
const projections = "Projections";

const walletPath = z.object({ ref: refSchema });
const listProblems = ["cursor_invalid", "cursor_filters_changed"] as const;
const recorded = {
  from: askedMomentSchema.optional().meta({ description: "At or after this moment." }),
  to: askedMomentSchema.optional().meta({ description: "Before this moment." }),
};
const behind =
  "It is built from events and may be some moments behind; `as_of` says how far it is.";
const exported = "`Accept: text/csv` or `application/x-ndjson` exports the whole list.";

const historyPageSchema = projectedPageSchema(historyRowSchema).extend({
  has_min_version: z
    .boolean()
    .optional()
    .meta({ description: "Whether the read model has come as far as min_version asked for." }),
});

export const listWalletHistoryEndpoint = endpoint({
  method: "get",
  path: "/v1/wallets/{ref}/history",
  operationId: "listWalletHistory",
  tag: wallets,
  scope: "wallets:read",
  summary: "List a wallet's history",
  description:
    `What moved, newest first, from the read model. ${behind} With \`min_version\` a page waits up to two seconds until ` +
    `the read model has come that far; \`has_min_version\` says whether it has. ${exported}`,
  params: walletPath,
  query: z.strictObject({
    mutation_type: z
      .enum(mutationTypes)
      .optional()
      .meta({ description: "Only what left (DEBIT) or what entered (CREDIT)." }),
    ...recorded,
    min_version: versionQuerySchema.optional().meta({
      description: "The number of an entry that has to be known.",
    }),
    ...pageQuery,
  }),
  replies: {
    200: { description: "A page of history.", body: historyPageSchema },
  },
  problems: ["wallet_not_found", ...listProblems],
  isExportable: true,
});

export const listWalletSnapshotsEndpoint = endpoint({
  method: "get",
  path: "/v1/wallets/{ref}/snapshots",
  operationId: "listWalletSnapshots",
  tag: wallets,
  scope: "wallets:read",
  summary: "List a wallet's business days",
  description:
    "Opening and closing balance and what moved between them, newest first, of each business day on which something " +
    `did. Days are those of \`time_zone\`, by when entries were recorded. ${behind} ${exported}`,
  params: walletPath,
  query: z
    .strictObject({
      from: z.iso.date().optional().meta({ description: "The first day." }),
      to: z.iso.date().optional().meta({ description: "The last day." }),
      ...pageQuery,
    })
    .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
      path: ["to"],
      error: "The range ends before it begins.",
    }),
  replies: {
    200: { description: "A page of business days.", body: projectedPageSchema(snapshotSchema) },
  },
  problems: ["wallet_not_found", ...listProblems],
  isExportable: true,
});

export const connectLiveEndpoint = endpoint({
  method: "get",
  path: "/v1/wallets/{ref}/live",
  operationId: "connectLive",
  tag: wallets,
  scope: "wallets:read",
  summary: "Watch a wallet's balance",
  description:
    "A WebSocket that tells what the wallet holds, at once and whenever it changes, each time with what changed since " +
    "the message before. With `after_version` it begins with what happened after that version. It ends after some " +
    "minutes: connect again with the last version that you were told. A browser, which cannot send an Authorization " +
    "header, offers the subprotocols `saku.live.v1` and `saku.bearer.<token>`.",
  params: walletPath,
  query: z.strictObject({
    after_version: versionQuerySchema
      .optional()
      .meta({ description: "The last version that you know." }),
  }),
  headers: z.object({
    upgrade: z
      .string()
      .optional()
      .meta({ description: "Always websocket.", examples: ["websocket"] }),
    "sec-websocket-protocol": z.string().max(8_000).optional().meta({
      description: "For browsers: saku.live.v1 and saku.bearer.<token>.",
    }),
  }),
  replies: {
    101: { description: "The connection; each message has this form.", body: liveMessageSchema },
  },
  problems: ["wallet_not_found", "upgrade_required", "live_unavailable"],
});

export const listProjectedEntriesEndpoint = endpoint({
  method: "get",
  path: "/v1/analytics/ledger-entries",
  operationId: "listProjectedEntries",
  tag: analytics,
  scope: "ledger:read",
  summary: "Query the ledger's read model",
  description:
    "Every entry of every account, for auditors, without a word to the ledger itself: those of one account or wallet " +
    `with the latest version first, others by journal, newest first. ${behind} ${exported}`,
  query: z
    .strictObject({
      account_ref: refSchema
        .optional()
        .meta({ description: "Only entries of this ledger account." }),
      wallet_ref: refSchema.optional().meta({ description: "Only entries of this wallet." }),
      journal_ref: refSchema.optional().meta({ description: "Only entries of this journal." }),
      entry_type: z.enum(mutationTypes).optional().meta({ description: "Only this side." }),
      currency: currencySchema.optional().meta({ description: "Only entries in this currency." }),
      ...recorded,
      ...pageQuery,
    })
    .refine(
      ({ account_ref, wallet_ref, journal_ref }) =>
        [account_ref, wallet_ref, journal_ref].filter((ref) => ref !== undefined).length <= 1,
      { path: ["wallet_ref"], error: "Ask for an account, for a wallet or for a journal." },
    ),
  replies: {
    200: { description: "A page of entries.", body: projectedPageSchema(ledgerEntrySchema) },
  },
  problems: listProblems,
  isExportable: true,
});

export const listTransactionFactsEndpoint = endpoint({
  method: "get",
  path: "/v1/analytics/transactions",
  operationId: "listTransactionFacts",
  tag: analytics,
  scope: "analytics:read",
  summary: "List transaction facts",
  description: `Every transaction as it is now, newest first, for operators. ${behind} ${exported}`,
  query: z.strictObject({
    type: z
      .string()
      .max(20)
      .optional()
      .meta({ description: "Only transactions of this type, such as TRANSFER." }),
    status: z
      .string()
      .max(20)
      .optional()
      .meta({ description: "Only transactions that stand so, such as COMPLETED." }),
    currency: currencySchema
      .optional()
      .meta({ description: "Only transactions in this currency." }),
    wallet_ref: refSchema.optional().meta({ description: "Whose business it was." }),
    ...recorded,
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of facts.", body: projectedPageSchema(factSchema) } },
  problems: listProblems,
  isExportable: true,
});

export const getDailySummaryEndpoint = endpoint({
  method: "get",
  path: "/v1/analytics/daily-summary",
  operationId: "getDailySummary",
  tag: analytics,
  scope: "analytics:read",
  summary: "Sum up a business day",
  description: `What was asked for on one business day, by type, status and currency. ${behind}`,
  query: z.strictObject({
    date: z.iso.date().optional().meta({ description: "The day; today's when it is left out." }),
  }),
  replies: { 200: { description: "The sums.", body: dailySummarySchema } },
  problems: [],
});

export const listProjectionsEndpoint = endpoint({
  method: "get",
  path: "/v1/admin/projections",
  operationId: "listProjections",
  tag: projections,
  scope: "projections:read",
  summary: "List projections",
  description: "Every read model that is built from events, and how its last rebuild stands.",
  replies: {
    200: {
      description: "All projections.",
      body: z.strictObject({ data: z.array(projectionSchema) }),
    },
  },
  problems: [],
});

const projectionPath = z.object({
  name: z
    .string()
    .max(50)
    .meta({ description: "Which projection.", examples: ["daily_wallet_snapshot"] }),
});

export const getProjectionEndpoint = endpoint({
  method: "get",
  path: "/v1/admin/projections/{name}",
  operationId: "getProjection",
  tag: projections,
  scope: "projections:read",
  summary: "Read a projection's progress",
  description: "How far it is, and how far its rebuild is.",
  params: projectionPath,
  replies: { 200: { description: "The projection.", body: projectionSchema } },
  problems: ["projection_not_found"],
});

export const rebuildProjectionEndpoint = endpoint({
  method: "post",
  path: "/v1/admin/projections/{name}/rebuild",
  operationId: "rebuildProjection",
  tag: projections,
  scope: "projections:write",
  summary: "Rebuild a projection",
  description:
    "Builds it anew from the events, in slices, while traffic flows; it begins within a minute. The present one is read until the new one takes its " +
    "place. For `daily_wallet_snapshot`, another `time_zone` moves the ends of the business days, also of past ones.",
  params: projectionPath,
  body: z.strictObject({
    time_zone: z
      .string()
      .max(50)
      .optional()
      .meta({ description: "An IANA name.", examples: ["Asia/Makassar"] }),
  }),
  bodyExample: {},
  replies: { 202: { description: "The rebuild has begun.", body: projectionSchema } },
  problems: [
    "projection_not_found",
    "rebuild_running",
    "projection_without_days",
    "business_zone_unknown",
  ],
});

export const abandonRebuildEndpoint = endpoint({
  method: "post",
  path: "/v1/admin/projections/{name}/abandon-rebuild",
  operationId: "abandonRebuild",
  tag: projections,
  scope: "projections:write",
  summary: "Abandon a rebuild",
  description:
    "Ends a rebuild that cannot go on. The projection stays as it is read, and can be rebuilt again.",
  params: projectionPath,
  body: z.strictObject({}),
  bodyExample: {},
  replies: {
    200: { description: "The projection without its rebuild.", body: projectionSchema },
  },
  problems: ["projection_not_found", "rebuild_not_running"],
});
