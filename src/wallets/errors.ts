import { type Catalogue, problemsOf } from "../platform/problem.ts";

export const walletCatalogue = {
  wallet_not_found: {
    status: 404,
    title: "Wallet not found",
    meaning: "There is no such wallet, or it is not yours to see.",
    remedy: "Check the ref; list the wallets that you may see with GET /v1/wallets.",
    fields: {
      wallet_ref: "The ref that was asked for.",
      transaction_ref: "The FAILED transaction that remembers it, if it was a command on money.",
    },
  },
  wallet_type_reserved: {
    status: 403,
    title: "Wallet type is reserved",
    meaning: "A PLATFORM wallet may go below zero, so only operators open one.",
    remedy: "Open a CASH wallet.",
    fields: { wallet_type: "The type that was asked for." },
  },
  wallet_receives_payments: {
    status: 409,
    title: "Wallet receives payments",
    meaning:
      "What others pay you arrives in your PENDING wallet and goes to your CASH wallet from there, so you cannot close either.",
    remedy: "Ask an operator to close it.",
    fields: { wallet_ref: "The wallet." },
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
    fields: {
      wallet_ref: "The wallet.",
      freeze_mode: "How it is frozen, if it is the wallet itself that was to be changed.",
      direction: "Which side of a command on money it was on.",
      account_currency: "The currency that it is kept in.",
      transaction_ref: "The FAILED transaction that remembers it, if it was a command on money.",
    },
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
    fields: {
      wallet_ref: "The wallet.",
      direction: "Which side of a command on money it was on.",
      account_currency: "The currency that it is kept in.",
      transaction_ref: "The FAILED transaction that remembers it, if it was a command on money.",
    },
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
  moment_in_future: {
    status: 422,
    title: "Moment in the future",
    meaning: "What a wallet will hold is not known; only the past is final.",
    remedy: "Ask for a moment that is not after `now`, which is the ledger's clock.",
    fields: { now: "What time it is for the ledger." },
  },
  version_not_reached: {
    status: 422,
    title: "Version not reached",
    meaning: "The wallet does not have that many entries yet.",
    remedy: "Ask for a version up to the present one.",
    fields: { present_version: "How many entries the wallet has." },
  },
  statement_too_long: {
    status: 422,
    title: "Statement too long",
    meaning: "The range holds more entries than one statement may have.",
    remedy:
      "Ask for several statements: each begins one version after the end of the one before, and its opening " +
      "balance is the closing balance there. The list of mutations has no such bound.",
    fields: {
      from_version: "The first version of the range.",
      to_version: "The last version of the range.",
      lines_at_most: "How many lines a statement may have.",
    },
  },
  not_for_platform_wallets: {
    status: 422,
    title: "Not for PLATFORM wallets",
    meaning:
      "A PLATFORM wallet counts its entries in several sequences at once, so that nobody waits for anybody there. " +
      "It has no single sequence of versions, no floor and no limits.",
    remedy: "Ask for its balance now or at a moment, or list its mutations.",
    fields: { wallet_ref: "The wallet." },
  },
  wallet_currency_differs: {
    status: 422,
    title: "Another currency than the wallet's",
    meaning: "An amount that bounds a wallet is in the currency of the wallet.",
    remedy: "Send the amount in the currency that the problem names.",
    fields: { wallet_ref: "The wallet.", currency: "Its currency." },
  },
  time_zone_unknown: {
    status: 422,
    title: "Time zone unknown",
    meaning:
      "The ledger knows no IANA time zone of this name, so it cannot tell when a day ends there.",
    remedy:
      "Send a name of the IANA time zone database as it is spelled there, such as Asia/Jakarta.",
    fields: { time_zone: "The name that was sent." },
  },
  too_many_holds: {
    status: 409,
    title: "Too many holds",
    meaning:
      "The wallet has promised, or was promised, as much as may wait to run out by itself: 1,000 holds with an expires_at " +
      "that it gives, and where it has limits as many that it gets.",
    remedy:
      "Capture or void some, wait until some have run out, or promise the money without expires_at.",
    fields: {
      wallet_ref: "The wallet.",
      direction: "DEBIT for the holds that it gives, CREDIT for those that it gets.",
      most: "How many there may be.",
      transaction_ref: "The FAILED transaction that remembers it, if it was a command on money.",
    },
  },
  limit_not_found: {
    status: 404,
    title: "Limit not found",
    meaning: "The wallet has no such limit, or no longer.",
    remedy: "List the wallet's limits.",
    fields: { limit_ref: "The ref that was asked for." },
  },
  overdraft_in_use: {
    status: 409,
    title: "Overdraft in use",
    meaning: "The wallet is further below zero than it would be allowed to be.",
    remedy: "Set an overdraft that covers what is used, or have the wallet topped up first.",
    fields: {
      available: "What is available now, below zero.",
      overdraft: "The overdraft that was asked for.",
      currency: "The currency of both.",
    },
  },
} as const satisfies Catalogue;

export const walletProblem = problemsOf(walletCatalogue);
