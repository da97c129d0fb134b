import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { askedMomentSchema } from "../platform/moment.ts";
import { versionQuerySchema } from "../platform/version-query.ts";
import { balanceSchema } from "./balance.ts";
import { boundFields, checkBound } from "./bound.ts";
import { limitPeriods, limitSchema, timeZoneSchema } from "./limit.ts";
import { mutationSchema, mutationTypes } from "./mutation.ts";
import { statementSchema } from "./statement.ts";

const tag = "Wallets";
const walletPath = z.object({ ref: refSchema });
// Asking for the past waits for whoever is writing at that moment, and may wait too long.
const pastProblems = [
  "moment_in_future",
  "version_not_reached",
  "not_for_platform_wallets",
] as const;
const settingProblems = ["wallet_not_found", "wallet_closed", "not_for_platform_wallets"] as const;

export const getWalletBalanceEndpoint = endpoint({
  method: "get",
  path: "/v1/wallets/{ref}/balance",
  operationId: "getWalletBalance",
  tag,
  scope: "wallets:read",
  summary: "Read a wallet's balance",
  description:
    "Reads the truth: every posting that was answered before is in it. Available is the balance less what is promised " +
    "to others; it may go below zero as far as the overdraft.\n\n" +
    "`at` asks for the balance after the last entry recorded at or before a moment, and `at_version` for the balance " +
    "after the n-th entry, 0 being the empty wallet. Both are exact and final: asked again they are the same for ever, " +
    "so a future moment is refused. With `by=effective`, entries count from the moment that was chosen for them, and an " +
    "entry that is dated back later changes the answer. What was promised or allowed in the past is no part of these " +
    "answers: pending_in, pending_out, available and overdraft are null there, and as_of says which moment it is about.\n\n" +
    "`consistency=eventual` reads a copy that is near to you and may be some moments old, or the truth where there is no " +
    "copy. With `min_version` it waits up to two seconds until the copy has come that far; `has_min_version` says " +
    "whether it has.",
  params: walletPath,
  query: z
    .strictObject({
      at: askedMomentSchema.optional().meta({ description: "A past moment, to the millisecond." }),
      by: z.enum(["recorded", "effective"]).optional().meta({
        description: "Which time of the entries counts for `at`; recorded when it is left out.",
      }),
      at_version: versionQuerySchema.optional().meta({ description: "The number of an entry." }),
      consistency: z.enum(["strong", "eventual"]).optional().meta({
        description: "Whether a copy will do; strong when it is left out.",
      }),
      min_version: versionQuerySchema.optional().meta({
        description: "The number of an entry that has to be in it.",
      }),
    })
    .refine(
      ({ consistency, at, at_version }) =>
        consistency !== "eventual" || (at === undefined && at_version === undefined),
      { path: ["consistency"], error: "Copies know the present only; the past is exact without." },
    )
    .refine(
      ({ consistency, min_version }) => min_version === undefined || consistency === "eventual",
      {
        path: ["min_version"],
        error: "Only copies are behind: send consistency=eventual with it.",
      },
    )
    .refine(({ at, at_version }) => at === undefined || at_version === undefined, {
      path: ["at_version"],
      error: "Ask for a moment or for a version, not for both.",
    })
    .refine(({ at, by }) => by === undefined || at !== undefined, {
      path: ["by"],
      error: "It says how `at` counts, so send `at` with it.",
    }),
  replies: { 200: { description: "The balance.", body: balanceSchema } },
  problems: ["wallet_not_found", ...pastProblems, "concurrent_request"],
});

export const listWalletMutationsEndpoint = endpoint({
  method: "get",
  path: "/v1/wallets/{ref}/mutations",
  operationId: "listWalletMutations",
  tag,
  scope: "wallets:read",
  summary: "List a wallet's mutations",
  description:
    "Every change of the balance, newest first, with the balance after it. Whatever was there before the first page is " +
    "shown exactly once, however much is written meanwhile. `Accept: text/csv` or `application/x-ndjson` exports the " +
    "whole list.",
  params: walletPath,
  query: z.strictObject({
    mutation_type: z
      .enum(mutationTypes)
      .optional()
      .meta({ description: "Only what left (DEBIT) or what entered (CREDIT)." }),
    from: askedMomentSchema.optional().meta({ description: "Recorded at or after this moment." }),
    to: askedMomentSchema.optional().meta({ description: "Recorded before this moment." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of mutations.", body: pageSchema(mutationSchema) } },
  problems: ["wallet_not_found", "cursor_invalid", "cursor_filters_changed"],
  isExportable: true,
});

export const getWalletStatementEndpoint = endpoint({
  method: "get",
  path: "/v1/wallets/{ref}/statement",
  operationId: "getWalletStatement",
  tag,
  scope: "wallets:read",
  summary: "Draw up a statement",
  description:
    "The entries of a range of versions between the balances before and after them: opening_balance + total_credits - " +
    "total_debits = closing_balance, and the statement that begins at the next version opens with that balance. The " +
    "same range gives the same bytes for ever. The range is of versions, both included, or of moments, from one to just " +
    "before the other, of which neither may be in the future; the reply names its versions. It begins with the first " +
    "entry and ends with the last there is unless it says otherwise, and has 10,000 lines at most. `Accept: text/csv` " +
    "or `application/x-ndjson` gives the same as rows: OPENING, an ENTRY a line, a TOTAL of credits and one of debits, " +
    "CLOSING.",
  params: walletPath,
  query: z
    .strictObject({
      from_version: versionQuerySchema
        .refine((version) => version > 0, { error: "The first entry has version 1." })
        .optional()
        .meta({ description: "The first entry; 1 when it is left out." }),
      to_version: versionQuerySchema
        .optional()
        .meta({ description: "The last entry; the newest when it is left out." }),
      from: askedMomentSchema.optional().meta({ description: "Recorded at or after this moment." }),
      to: askedMomentSchema.optional().meta({ description: "Recorded before this moment." }),
    })
    .refine(
      ({ from_version, to_version, from, to }) => {
        const hasVersions = from_version !== undefined || to_version !== undefined;
        return !hasVersions || (from === undefined && to === undefined);
      },
      { path: ["from"], error: "Give the range in versions or in moments, not in both." },
    )
    .refine(
      ({ from_version, to_version }) =>
        to_version === undefined || (from_version ?? 1) <= to_version + 1,
      { path: ["to_version"], error: "The range ends before it begins." },
    )
    .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
      path: ["to"],
      error: "The range ends before it begins.",
    }),
  replies: { 200: { description: "The statement.", body: statementSchema } },
  problems: ["wallet_not_found", ...pastProblems, "statement_too_long", "concurrent_request"],
  isExportable: true,
});

export const listWalletLimitsEndpoint = endpoint({
  method: "get",
  path: "/v1/wallets/{ref}/limits",
  operationId: "listWalletLimits",
  tag,
  scope: "wallets:read",
  summary: "List a wallet's limits",
  description: "All of them, with what is used of each in the window that lasts now.",
  params: walletPath,
  replies: {
    200: { description: "The limits.", body: z.strictObject({ data: z.array(limitSchema) }) },
  },
  problems: ["wallet_not_found"],
});

export const setWalletLimitEndpoint = endpoint({
  method: "put",
  path: "/v1/wallets/{ref}/limits",
  operationId: "setWalletLimit",
  tag,
  scope: "wallets:limits",
  summary: "Set a limit of a wallet",
  description:
    "Bounds what leaves or enters a wallet in one transaction, or in a calendar day or month of a time zone. A wallet " +
    "has one limit of a direction and period; another one takes its place, and what is used of the present window stays " +
    "used, also when the time zone changes. A limit that is new counts from the moment when it is set: what moved earlier " +
    "in that day or month is not held against it. What a hold promises is used at once, and what is given back returns to the " +
    "window that it came from.",
  params: walletPath,
  body: z
    .strictObject({
      direction: z.enum(mutationTypes),
      period: z.enum(limitPeriods),
      ...boundFields,
      time_zone: timeZoneSchema,
    })
    .superRefine(checkBound),
  bodyExample: {
    direction: "DEBIT",
    period: "DAY",
    amount: "5000000",
    currency: "IDR",
    time_zone: "Asia/Jakarta",
  },
  replies: { 200: { description: "The limit.", body: limitSchema } },
  problems: [...settingProblems, "wallet_currency_differs", "time_zone_unknown", "too_many_holds"],
});

export const removeWalletLimitEndpoint = endpoint({
  method: "delete",
  path: "/v1/wallets/{ref}/limits/{limit_ref}",
  operationId: "removeWalletLimit",
  tag,
  scope: "wallets:limits",
  summary: "Remove a limit of a wallet",
  description: "Takes the limit away, with what was used of it.",
  params: z.object({
    ref: refSchema,
    limit_ref: refSchema.meta({ description: "Which of its limits, as their list names it." }),
  }),
  body: z.strictObject({}),
  replies: { 200: { description: "The limit as it was.", body: limitSchema } },
  problems: [...settingProblems, "limit_not_found"],
});

export const setWalletOverdraftEndpoint = endpoint({
  method: "put",
  path: "/v1/wallets/{ref}/overdraft",
  operationId: "setWalletOverdraft",
  tag,
  scope: "wallets:limits",
  summary: "Set a wallet's overdraft",
  description: "Says how far below zero the wallet may go; 0 forbids it again.",
  params: walletPath,
  body: z.strictObject(boundFields).superRefine(checkBound),
  bodyExample: { amount: "50000", currency: "IDR" },
  replies: { 200: { description: "The balance with its overdraft.", body: balanceSchema } },
  problems: [...settingProblems, "wallet_currency_differs", "overdraft_in_use"],
});
