import { type Catalogue, problemsOf } from "../platform/problem.ts";

const recorded = {
  transaction_ref: "The FAILED transaction that remembers this refusal.",
};
const original = {
  original_transaction_ref: "The transaction that was to be acted on.",
};

export const transactionCatalogue = {
  transaction_not_found: {
    status: 404,
    title: "Transaction not found",
    meaning: "There is no such transaction, or it is not yours to see.",
    remedy: "Check the ref; list what you may see with GET /v1/transactions.",
    fields: { ...original, ...recorded },
  },
  account_not_found: {
    status: 404,
    title: "Ledger account not found",
    meaning: "A leg names a ledger account or an alias that does not exist in its currency.",
    remedy: "List the accounts with GET /v1/ledger/accounts.",
    fields: {
      alias: "The alias, where the leg named one.",
      account_ref: "The account, where the leg named one.",
      direction: "The side it was on.",
      ...recorded,
    },
  },
  account_closed: {
    status: 409,
    title: "Ledger account is closed",
    meaning: "A leg names an account that was closed.",
    remedy: "Use another account.",
    fields: { account_ref: "The account.", direction: "The side it was on.", ...recorded },
  },
  account_blocked: {
    status: 409,
    title: "Ledger account is blocked",
    meaning: "The account does not let money through in this direction.",
    remedy: "Ask an operator to unblock it.",
    fields: { account_ref: "The account.", direction: "The side it was on.", ...recorded },
  },
  currency_mismatch: {
    status: 422,
    title: "Currency mismatch",
    meaning: "The amount is in another currency than the wallet.",
    remedy: "Use a wallet of this currency, or post an exchange.",
    fields: {
      wallet_ref: "The wallet.",
      account_currency: "What it is kept in.",
      direction: "The side it was on.",
      ...recorded,
    },
  },
  reference_taken: {
    status: 409,
    title: "Reference taken",
    meaning: "Another of your transactions has this reference and did not fail.",
    remedy: "Read the transaction that the problem names; a new intent needs a new reference.",
    fields: { reference: "The reference.", taken_by: "Which transaction has it.", ...recorded },
  },
  not_yours_to_return: {
    status: 403,
    title: "Not yours to return",
    meaning:
      "A promise is given back, and money is returned, by whoever it was promised or paid to; what came from outside is returned by an operator.",
    remedy: "Ask the other side, or an operator.",
    fields: {
      ...original,
      transaction_type: "What it is.",
      transaction_status: "How it stands.",
      ...recorded,
    },
  },
  not_yours_to_capture: {
    status: 403,
    title: "Not yours to capture",
    meaning:
      "Money that is promised to the outside is taken by whoever promised it, once it is known to have left.",
    remedy: "Wait for it to arrive, or ask an operator.",
    fields: {
      ...original,
      transaction_type: "What it is.",
      transaction_status: "How it stands.",
      ...recorded,
    },
  },
  not_yours_to_date: {
    status: 403,
    title: "Not yours to date",
    meaning:
      "When an entry counts is for whoever keeps the books to say: by effective time a wallet could otherwise have held less than nothing. Nothing was done, and nothing is remembered under its key.",
    remedy:
      "Leave effective_at out; scheduled_for asks for a payment at a later time. Or ask an operator.",
  },
  wallet_not_settled: {
    status: 409,
    title: "Wallet is not settled",
    meaning:
      "A PENDING wallet holds what a provider has not paid out yet. It cannot be spent, because it may still go back.",
    remedy: "Wait until it is settled: then it is in the CASH wallet.",
    fields: { wallet_ref: "The wallet.", ...recorded },
  },
  transaction_not_a_hold: {
    status: 409,
    title: "Not a hold",
    meaning: "Only a transaction that promised money can be captured or voided.",
    remedy: "Reverse a completed transaction; cancel a scheduled one.",
    fields: {
      ...original,
      transaction_type: "What it is.",
      transaction_status: "How it stands.",
      ...recorded,
    },
  },
  transaction_not_reversible: {
    status: 409,
    title: "Not reversible",
    meaning: "Only money that has moved can be moved back, and a reversal is not reversed.",
    remedy: "Void a hold, cancel a scheduled transaction, reverse the captures of a captured hold.",
    fields: {
      ...original,
      transaction_type: "What it is.",
      transaction_status: "How it stands.",
      ...recorded,
    },
  },
  transaction_not_scheduled: {
    status: 409,
    title: "Not scheduled",
    meaning: "The transaction has begun or ended, so it cannot be cancelled any more.",
    remedy: "Read it; void a hold, reverse a completed transaction.",
    fields: { ...original, transaction_status: "How it stands." },
  },
  transaction_already_reversed: {
    status: 409,
    title: "Already reversed",
    meaning: "Everything that this transaction moved has been moved back.",
    remedy: "Nothing is left to do; read the transaction to see its reversals.",
    fields: { remaining: "What is left of it.", currency: "In which currency.", ...recorded },
  },
  partial_reversal_of_many_legs: {
    status: 422,
    title: "Partial reversal of many legs",
    meaning: "A transaction with more than two legs is reversed whole or not at all.",
    remedy: "Leave the amount out, or post the legs that you want.",
    fields: { remaining: "What is left of it.", currency: "In which currency.", ...recorded },
  },
  hold_expired: {
    status: 409,
    title: "Hold expired",
    meaning: "The promise ran out before it was captured.",
    remedy: "Ask for a new hold.",
    fields: { remaining: "What is left of it.", currency: "In which currency.", ...recorded },
  },
  hold_expiry_passed: {
    status: 422,
    title: "Expiry has passed",
    meaning: "The promise would have run out before it was made, so it was not made.",
    remedy: "Send a later expires_at with a new key.",
    fields: {
      wallet_ref: "The wallet.",
      direction: "The side it was on.",
      account_currency: "What it is kept in.",
      ...recorded,
    },
  },
  hold_ended: {
    status: 409,
    title: "Hold ended",
    meaning: "The promise was captured or voided before.",
    remedy: "Read the transaction to see how it ended.",
    fields: { remaining: "What is left of it.", currency: "In which currency.", ...recorded },
  },
  amount_exceeds_remaining: {
    status: 422,
    title: "More than is left",
    meaning: "The amount is more than what is left to capture or to reverse.",
    remedy: "Ask for at most what is left.",
    fields: { remaining: "What is left.", currency: "In which currency.", ...recorded },
  },
  limit_exceeded: {
    status: 422,
    title: "Limit exceeded",
    meaning: "The wallet has a limit that this would go beyond.",
    remedy: "Wait for the next period, ask for less, or ask an operator for a higher limit.",
    fields: {
      wallet_ref: "The wallet.",
      limit_ref: "The limit.",
      direction: "Which side it bounds.",
      period: "For how long.",
      limit: "How much may move.",
      used: "How much has moved.",
      requested: "How much this would move.",
      currency: "In which currency.",
      ...recorded,
    },
  },
  insufficient_funds: {
    status: 422,
    title: "Insufficient funds",
    meaning: "The wallet does not have this much available.",
    remedy: "Top it up and send the request with a new key, or ask for less.",
    fields: {
      wallet_ref: "The wallet.",
      required: "What this needs.",
      available: "What there is.",
      currency: "In which currency.",
      ...recorded,
    },
  },
  guard_failed: {
    status: 412,
    title: "Guard failed",
    meaning: "A condition that the request set does not hold after it, so nothing was done.",
    remedy: "Read the wallet again and decide anew.",
    fields: {
      wallet_ref: "The wallet.",
      guard: "Which condition.",
      required: "What it asked for.",
      found: "What would have been.",
      currency: "In which currency.",
      ...recorded,
    },
  },
  linked_command_failed: {
    status: 409,
    title: "Linked command failed",
    meaning: "Another command of the same chain was refused, so the whole chain was.",
    remedy: "Mend the command that the problem names and send the chain with new keys.",
    fields: { failed_transaction_ref: "The one that was refused on its own account.", ...recorded },
  },
  lane_busy: {
    status: 503,
    title: "Too much at once",
    meaning: "More commands wait for this wallet's lane than it takes. Nothing was done.",
    remedy: "Wait as long as Retry-After says and send the same request again.",
    fields: { "Retry-After": "Header: seconds to wait before sending the same thing again." },
  },
  balance_out_of_range: {
    status: 422,
    title: "Balance out of range",
    meaning: "The balance would be larger than Saku can hold (10^36 minor units).",
    remedy: "Ask for a smaller amount.",
  },
  transaction_vetoed: {
    status: 422,
    title: "Not allowed by a hook",
    meaning:
      "A receiver that is asked before transactions does not allow this one. Nothing was done, and nothing is remembered under its key.",
    remedy: "See the reason, change what it names, and send the request again.",
    fields: { hook_ref: "The hook that was asked.", reason: "What it said, or null." },
  },
  transaction_hook_unanswered: {
    status: 503,
    title: "Hook did not answer",
    meaning:
      "A receiver that must allow every transaction gave no usable answer in time. Nothing was done.",
    remedy:
      "Send the same request again as long after as Retry-After says; an operator can see to the hook with GET /v1/hooks.",
    fields: {
      hook_ref: "The hook that was asked.",
      "Retry-After": "Header: seconds to wait before sending the same thing again.",
    },
  },
} as const satisfies Catalogue;

export const transactionProblem = problemsOf(transactionCatalogue);
