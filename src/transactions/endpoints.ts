import { z } from "zod";
import { endpoint, locationHeader } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import {
  captureBody,
  reverseBody,
  topUpBody,
  transferBody,
  voidBody,
  withdrawBody,
} from "./bodies.ts";
import { legsBody } from "./legs-body.ts";
import { transactionSchema } from "./transaction.ts";
import { transactionDetailsSchema } from "./transaction-details.ts";

const tag = "Transactions";
export const transactionPath = z.object({ ref: refSchema });

/** What any command on money may be refused with. */
const sharedProblems = [
  "idempotency_key_required",
  "reference_taken",
  "wallet_not_found",
  "wallet_closed",
  "wallet_frozen",
  "wallet_not_settled",
  "currency_mismatch",
  "hold_expiry_passed",
  "too_many_holds",
  "limit_exceeded",
  "insufficient_funds",
  "guard_failed",
  "linked_command_failed",
  "balance_out_of_range",
  "lane_busy",
  "transaction_vetoed",
  "transaction_hook_unanswered",
];
const moneyProblems = ["not_yours_to_date", ...sharedProblems];
const originalProblems = ["transaction_not_found", ...sharedProblems];

const replies = {
  201: {
    description: "It is done, or promised, or kept for its time.",
    body: transactionSchema,
    headers: locationHeader,
  },
  202: {
    description: "It is kept and will be done.",
    body: transactionSchema,
    headers: { ...locationHeader, "Preference-Applied": "respond-async." },
  },
};

const headers = z.object({
  prefer: z.string().optional().meta({
    description:
      "`respond-async` answers 202 as soon as the command is kept; its transaction_ref can be read from then on.",
  }),
});

// Transactions are done by one function that looks at the credential in the same commit.
const common = {
  method: "post",
  tag,
  movesMoney: true,
  looksAtCredential: true,
  headers,
  replies,
} as const;

export const transferEndpoint = endpoint({
  ...common,
  path: "/v1/transactions/transfer",
  operationId: "transfer",
  scope: "transactions:write",
  summary: "Transfer between wallets",
  description:
    "Moves money, or promises it with `hold`. A refusal is remembered under its key as a FAILED transaction.",
  body: transferBody,
  bodyExample: {
    source_wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
    destination_wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3X",
    amount: "15000",
    currency: "IDR",
  },
  problems: moneyProblems,
});

export const topUpEndpoint = endpoint({
  ...common,
  path: "/v1/transactions/topup",
  operationId: "topUp",
  scope: "transactions:topup",
  summary: "Top up a wallet",
  description: "Takes money in from the system account @world.",
  body: topUpBody,
  bodyExample: { wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W", amount: "15000", currency: "IDR" },
  problems: moneyProblems,
});

export const withdrawEndpoint = endpoint({
  ...common,
  path: "/v1/transactions/withdraw",
  operationId: "withdraw",
  scope: "transactions:withdraw",
  summary: "Withdraw from a wallet",
  description: "Lets money out to the system account @world, or promises it with `hold`.",
  body: withdrawBody,
  bodyExample: { wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W", amount: "5000", currency: "IDR" },
  problems: moneyProblems,
});

export const postLegsEndpoint = endpoint({
  ...common,
  path: "/v1/transactions",
  operationId: "postLegs",
  scope: "transactions:post",
  summary: "Post legs or a split",
  description:
    "Any balanced set of legs over wallets, accounts and aliases, each currency by itself; or one amount split from one " +
    "to many or from many to one, by amount, percent or rest. Percentages go by largest remainder in the order given.",
  body: legsBody,
  bodyExample: {
    amount: "10000",
    currency: "IDR",
    source: { wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W" },
    destinations: [
      { alias: "@fees", percent: "2.5" },
      { wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3X", rest: true },
    ],
  },
  problems: ["account_not_found", "account_closed", "account_blocked", ...moneyProblems],
});

export const captureEndpoint = endpoint({
  ...common,
  path: "/v1/transactions/{ref}/capture",
  operationId: "captureHold",
  scope: "transactions:write",
  summary: "Capture a hold",
  description:
    "Takes promised money: all that is left, or an amount, several times. `final` gives back what it leaves.",
  params: transactionPath,
  body: captureBody,
  bodyExample: { amount: "5000", final: true },
  problems: [
    "transaction_not_a_hold",
    "hold_expired",
    "hold_ended",
    "amount_exceeds_remaining",
    "not_yours_to_capture",
    ...originalProblems,
  ],
});

export const voidEndpoint = endpoint({
  ...common,
  path: "/v1/transactions/{ref}/void",
  operationId: "voidHold",
  scope: "transactions:write",
  summary: "Void a hold",
  description:
    "Gives back what is left of a promise. Whoever it was promised to may, and an operator.",
  params: transactionPath,
  body: voidBody,
  problems: [
    "transaction_not_a_hold",
    "hold_expired",
    "hold_ended",
    "not_yours_to_return",
    ...originalProblems,
  ],
});

export const reverseEndpoint = endpoint({
  ...common,
  path: "/v1/transactions/{ref}/reverse",
  operationId: "reverseTransaction",
  scope: "transactions:write",
  summary: "Reverse a transaction",
  description:
    "Moves money back, all that is left or an amount, and never more in total than came. A reversal is not reversed.",
  params: transactionPath,
  body: reverseBody,
  bodyExample: { amount: "5000", reason: "Returned goods" },
  problems: [
    "transaction_not_reversible",
    "transaction_already_reversed",
    "amount_exceeds_remaining",
    "partial_reversal_of_many_legs",
    "not_yours_to_return",
    ...originalProblems,
  ],
});

export const cancelEndpoint = endpoint({
  method: "post",
  path: "/v1/transactions/{ref}/cancel",
  operationId: "cancelTransaction",
  tag,
  scope: "transactions:write",
  summary: "Cancel a scheduled transaction",
  description: "Before its time. What has begun is voided or reversed instead.",
  params: transactionPath,
  body: z.strictObject({}),
  replies: { 200: { description: "It is cancelled.", body: transactionDetailsSchema } },
  problems: ["transaction_not_found", "transaction_not_scheduled"],
});
