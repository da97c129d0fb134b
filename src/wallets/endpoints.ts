import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageQuery, pageSchema } from "../platform/list.ts";
import { currencySchema } from "../platform/money.ts";
import { freezeModes, walletStatuses, walletTypes } from "./schema.ts";
import { walletNameSchema, walletSchema, walletSlugSchema } from "./wallet.ts";

const tag = "Wallets";
const walletPath = z.object({ ref: refSchema });
const etagHeader = { ETag: "The version of the wallet, for If-Match." };
const walletReply = (description: string) => ({
  description,
  body: walletSchema,
  headers: etagHeader,
});

export const openWalletEndpoint = endpoint({
  method: "post",
  path: "/v1/wallets",
  operationId: "openWallet",
  tag,
  scope: "wallets:write",
  summary: "Open a wallet",
  description:
    "Opens a wallet with its ledger account. An owner has at most one wallet of a type and currency, and no two with " +
    "one slug. Name and slug are chosen from the type and currency when they are left out.",
  body: z.strictObject({
    owner_ref: refSchema.meta({
      description:
        "The ref of whoever owns the wallet. An operator chooses it; everybody else names themselves.",
    }),
    type: z.enum(walletTypes).default("CASH").meta({
      description:
        "CASH is spendable, PENDING holds what is not settled yet, PLATFORM is the operator's own.",
    }),
    currency: currencySchema,
    name: walletNameSchema.optional(),
    slug: walletSlugSchema.optional(),
  }),
  bodyExample: {
    owner_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
    type: "CASH",
    currency: "IDR",
    name: "Main",
    slug: "main",
  },
  replies: { 201: walletReply("The wallet is open.") },
  problems: ["wallet_exists", "wallet_slug_taken", "wallet_not_found", "wallet_type_reserved"],
});

export const getWalletEndpoint = endpoint({
  method: "get",
  path: "/v1/wallets/{ref}",
  operationId: "getWallet",
  tag,
  scope: "wallets:read",
  summary: "Read a wallet",
  description: "Reads the truth: every write that was answered before is in it.",
  params: walletPath,
  replies: { 200: walletReply("The wallet.") },
  problems: ["wallet_not_found"],
});

export const listWalletsEndpoint = endpoint({
  method: "get",
  path: "/v1/wallets",
  operationId: "listWallets",
  tag,
  scope: "wallets:read",
  summary: "List wallets",
  description: "Newest first. `Accept: text/csv` or `application/x-ndjson` exports the whole list.",
  query: z.strictObject({
    owner_ref: refSchema.optional().meta({ description: "Only wallets of this owner." }),
    type: z.enum(walletTypes).optional().meta({ description: "Only wallets of this type." }),
    currency: currencySchema.optional().meta({ description: "Only wallets in this currency." }),
    status: z.enum(walletStatuses).optional().meta({ description: "Only wallets that stand so." }),
    slug: z.string().max(50).optional().meta({ description: "Only wallets of this slug." }),
    ...pageQuery,
  }),
  replies: { 200: { description: "A page of wallets.", body: pageSchema(walletSchema) } },
  problems: ["cursor_invalid", "cursor_filters_changed"],
  isExportable: true,
});

export const updateWalletEndpoint = endpoint({
  method: "patch",
  path: "/v1/wallets/{ref}",
  operationId: "updateWallet",
  tag,
  scope: "wallets:write",
  summary: "Rename a wallet",
  description:
    "Changes the name, the slug or both, if the wallet is still the version that If-Match names.",
  params: walletPath,
  headers: z.object({
    "if-match": z
      .string()
      .optional()
      .meta({ description: "The ETag of the wallet as you read it, or *.", examples: ['"1"'] }),
  }),
  body: z
    .strictObject({ name: walletNameSchema.optional(), slug: walletSlugSchema.optional() })
    .refine(({ name, slug }) => name !== undefined || slug !== undefined, {
      error: "Send a name, a slug or both.",
    }),
  bodyExample: { name: "Savings" },
  replies: { 200: walletReply("The wallet as it is now.") },
  problems: [
    "wallet_not_found",
    "wallet_closed",
    "wallet_slug_taken",
    "precondition_failed",
    "precondition_required",
  ],
});

export const freezeWalletEndpoint = endpoint({
  method: "post",
  path: "/v1/wallets/{ref}/freeze",
  operationId: "freezeWallet",
  tag,
  scope: "wallets:freeze",
  summary: "Freeze a wallet",
  description: "Stops money at once. Freezing a frozen wallet in another mode changes the mode.",
  params: walletPath,
  body: z.strictObject({
    mode: z.enum(freezeModes).default("ALL").meta({
      description: "ALL refuses both directions, DEBIT_ONLY what leaves, CREDIT_ONLY what arrives.",
    }),
  }),
  bodyExample: { mode: "DEBIT_ONLY" },
  replies: { 200: walletReply("The wallet is frozen.") },
  problems: ["wallet_not_found", "wallet_frozen", "wallet_closed"],
});

export const unfreezeWalletEndpoint = endpoint({
  method: "post",
  path: "/v1/wallets/{ref}/unfreeze",
  operationId: "unfreezeWallet",
  tag,
  scope: "wallets:freeze",
  summary: "Unfreeze a wallet",
  description: "Lets money move again.",
  params: walletPath,
  body: z.strictObject({}),
  replies: { 200: walletReply("The wallet is active.") },
  problems: ["wallet_not_found", "wallet_not_frozen"],
});

export const closeWalletEndpoint = endpoint({
  method: "post",
  path: "/v1/wallets/{ref}/close",
  operationId: "closeWallet",
  tag,
  scope: "wallets:write",
  summary: "Close a wallet",
  description: "For ever, and only when it is empty, has no holds and is not frozen.",
  params: walletPath,
  body: z.strictObject({}),
  replies: { 200: walletReply("The wallet is closed.") },
  problems: [
    "wallet_not_found",
    "wallet_closed",
    "wallet_frozen",
    "wallet_receives_payments",
    "account_not_empty",
  ],
});
