import { type Catalogue, problemsOf } from "../platform/problem.ts";

/** What may be refused about balance monitors. The index of all of this module's refusals is errors.ts. */
export const monitorCatalogue = {
  balance_monitor_not_found: {
    status: 404,
    title: "Balance monitor not found",
    meaning: "There is no such monitor, or it is not yours to see.",
    remedy:
      "Check the ref; list the monitors that you may see with GET /v1/webhooks/balance-monitors.",
    fields: { monitor_ref: "The ref that was asked for." },
  },
  monitored_wallet_not_found: {
    status: 404,
    title: "Wallet not found",
    meaning: "There is no such wallet to watch, or it is not yours to see.",
    remedy: "Check the ref; list the wallets that you may see with GET /v1/wallets.",
    fields: { wallet_ref: "The ref that was asked for." },
  },
  monitor_currency_differs: {
    status: 422,
    title: "Another currency than the wallet's",
    meaning: "A threshold is compared with amounts of the wallet, so it is in their currency.",
    remedy: "Send the threshold in the currency that the problem names.",
    fields: { wallet_ref: "The wallet.", currency: "Its currency." },
  },
  platform_wallet_unwatchable: {
    status: 422,
    title: "Not for PLATFORM wallets",
    meaning: "A PLATFORM wallet has several balances at once, so that nobody waits for anybody.",
    remedy: "Watch the wallets of customers; ask for the balance of this one.",
    fields: { wallet_ref: "The wallet." },
  },
  balance_monitor_limit_reached: {
    status: 409,
    title: "Too many balance monitors",
    meaning: "The wallet is watched by as many monitors as may watch one wallet.",
    remedy: "Delete one that is not needed.",
    fields: { monitors_at_most: "How many there may be." },
  },
} as const satisfies Catalogue;

export const monitorProblem = problemsOf(monitorCatalogue);
