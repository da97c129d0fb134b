import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Written } from "../platform/intent.ts";
import type { Page } from "../platform/list.ts";
import { type CancelInput, cancelTransaction } from "./cancel-transaction.ts";
import { type CaptureInput, captureHold } from "./capture-hold.ts";
import type { TransactionsDeps } from "./deps.ts";
import { expireHolds } from "./expire-holds.ts";
import { getTransaction, type TransactionDetails } from "./get-transaction.ts";
import { type ListTransactionsInput, listTransactions } from "./list-transactions.ts";
import type { ListedTransaction } from "./listed-transaction.ts";
import { type PostLegsInput, postLegs } from "./post-legs.ts";
import { type ReverseInput, reverseTransaction } from "./reverse-transaction.ts";
import { runDue } from "./run-due.ts";
import { type BulkInput, type BulkResult, submitBulk } from "./submit-bulk.ts";
import type { Submitted } from "./submitted.ts";
import { type TopUpInput, topUp } from "./top-up.ts";
import { type TransferInput, transfer } from "./transfer.ts";
import { type VoidInput, voidHold } from "./void-hold.ts";
import { type WithdrawInput, withdraw } from "./withdraw.ts";

export type TransactionsService = {
  transfer(caller: Caller, input: TransferInput): Promise<Submitted>;
  topUp(caller: Caller, input: TopUpInput): Promise<Submitted>;
  withdraw(caller: Caller, input: WithdrawInput): Promise<Submitted>;
  postLegs(caller: Caller, input: PostLegsInput): Promise<Submitted>;
  capture(caller: Caller, input: CaptureInput): Promise<Submitted>;
  void(caller: Caller, input: VoidInput): Promise<Submitted>;
  reverse(caller: Caller, input: ReverseInput): Promise<Submitted>;
  cancel(caller: Caller, input: CancelInput): Promise<Written<TransactionDetails>>;
  submitBulk(caller: Caller, input: BulkInput): Promise<BulkResult[]>;
  get(caller: Caller, transactionRef: Ref): Promise<TransactionDetails>;
  list(caller: Caller, input: ListTransactionsInput): Promise<Page<ListedTransaction>>;
  runDue(): Promise<number>;
  expireHolds(): Promise<number>;
};

/** The module's table of contents: a line for each verb, a file for each line. */
export function createTransactionsService(deps: TransactionsDeps): TransactionsService {
  return {
    transfer: (caller, input) => transfer(deps, caller, input),
    topUp: (caller, input) => topUp(deps, caller, input),
    withdraw: (caller, input) => withdraw(deps, caller, input),
    postLegs: (caller, input) => postLegs(deps, caller, input),
    capture: (caller, input) => captureHold(deps, caller, input),
    void: (caller, input) => voidHold(deps, caller, input),
    reverse: (caller, input) => reverseTransaction(deps, caller, input),
    cancel: (caller, input) => cancelTransaction(deps, caller, input),
    submitBulk: (caller, input) => submitBulk(deps, caller, input),
    get: (caller, transactionRef) => getTransaction(deps, caller, transactionRef),
    list: (caller, input) => listTransactions(deps, caller, input),
    runDue: () => runDue(deps),
    expireHolds: () => expireHolds(deps),
  };
}
