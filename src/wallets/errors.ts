import { type Catalogue, problemsOf } from "../platform/problem.ts";

export const walletCatalogue = {
  wallet_not_found: {
    status: 404,
    title: "Wallet not found",
    meaning: "There is no such wallet, or it is not yours to see.",
    remedy: "Check the ref; list the wallets that you may see with GET /v1/wallets.",
    fields: { wallet_ref: "The ref that was asked for." },
  },
  wallet_exists: {
    status: 409,
    title: "Wallet exists",
    meaning: "This owner already has a wallet of this type and currency.",
    remedy: "Use the wallet that the problem names.",
    fields: {
      wallet_ref: "The wallet that exists.",
      wallet_type: "Its type.",
      currency: "Its currency.",
    },
  },
  wallet_slug_taken: {
    status: 409,
    title: "Slug taken",
    meaning: "Another wallet of this owner has this slug.",
    remedy: "Choose another slug.",
    fields: { wallet_ref: "The wallet that has it.", slug: "The slug." },
  },
  wallet_frozen: {
    status: 409,
    title: "Wallet is frozen",
    meaning: "The wallet is frozen, and this cannot be done to a frozen wallet.",
    remedy: "Unfreeze it first, or freeze it in another mode.",
    fields: { wallet_ref: "The wallet.", freeze_mode: "How it is frozen." },
  },
  wallet_not_frozen: {
    status: 409,
    title: "Wallet is not frozen",
    meaning: "Only a frozen wallet can be unfrozen.",
    remedy: "Read the wallet to see its status.",
    fields: { wallet_ref: "The wallet.", wallet_status: "Its status." },
  },
  wallet_closed: {
    status: 409,
    title: "Wallet is closed",
    meaning: "A closed wallet stays closed and stays as it is.",
    remedy: "Open another wallet.",
    fields: { wallet_ref: "The wallet." },
  },
  account_not_empty: {
    status: 409,
    title: "Wallet is not empty",
    meaning: "The wallet still holds money or has promised some, so it cannot be closed.",
    remedy: "Move the balance elsewhere and let every hold end, then close it.",
    fields: {
      balance: "What it holds.",
      pending_in: "What is promised to it.",
      pending_out: "What it has promised.",
      currency: "The currency of the three.",
    },
  },
} as const satisfies Catalogue;

export const walletProblem = problemsOf(walletCatalogue);
