import type { WriteRequest } from "../platform/intent.ts";
import type { Transaction } from "./transaction.ts";

/** How a command is to be done, beside what is to be done. */
export type Manner = {
  readonly write: WriteRequest;
  readonly isDryRun?: boolean | undefined;
  readonly isAsync?: boolean | undefined;
  readonly scheduledFor?: string | undefined;
};

/** A transaction that was done, kept for its time, or accepted to be done. */
export type Submitted = {
  readonly result: Transaction;
  readonly isReplayed: boolean;
  readonly isAccepted: boolean;
};
